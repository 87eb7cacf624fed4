import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Store } from '@cachechart/core'
import { storeContract } from '@cachechart/core/testing'
import { afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { type Ending, SpawnedProgram } from '../spawned-program.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

const path = fileURLToPath(new URL('../../examples/testing/own-store.ts', import.meta.url))
// The examples are a project of their own for the compiler: they are found when this runs.
const { ownStore } = (await import(path)) as { readonly ownStore: () => Store }
const cases = storeContract(ownStore)

let program: SpawnedProgram | undefined
afterEach(() => void program?.process.kill('SIGKILL'))

describe('the example of a store', () => {
  test.each(cases)('keeps the contract, under jest: $name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })

  test('keeps the contract, under the runner of Node', async () => {
    program = new SpawnedProgram('examples/testing/own-store.test.ts')
    const ending = await program.ended
    expect(program.out).toMatch(new RegExp(`^(?:ℹ|#) pass ${cases.length}$`, 'm'))
    expect(program.out).toMatch(/^(?:ℹ|#) fail 0$/m)
    expect(ending).toEqual({ code: 0, signal: null })
  })

  test('is a function of at most 40 lines', () => {
    const [, lines = ''] =
      /^export function ownStore[^\n]*\n([\s\S]*?)^\}$/m.exec(readFileSync(path, 'utf8')) ?? []
    expect(lines).not.toBe('')
    expect(lines.trimEnd().split('\n').length).toBeLessThanOrEqual(40)
  })
})

/** What has to be said of each, in whatever case it is found. */
const faults: readonly (readonly [store: string, fault: RegExp])[] = [
  ['loses bytes', /the body of the first lookup: 2 of 5 bytes are lost/],
  ['swaps variants', /variants are swapped: \[\["accept-language"\],\["de"\]\] has the body of .*\["en"\]\]/],
  ['forgets to delete', /get\("key"\) finds what was deleted: 3 variants/],
  ['acts late', /calls are out of order: the answer to get\(\) after delete\(\), which was not awaited: /],
  ['answers late', /get\("key"\) answered late: after [\d,]+ ms, and 1000 ms are allowed/],
  ['never answers', /get\("key"\) never answered: not within 2000 ms/],
]

describe('the contract names the fault of the example of a store that', () => {
  let told: ReadonlyMap<string, string>
  let ending: Ending
  beforeAll(async () => {
    const trial = new SpawnedProgram('examples/testing/try-broken-stores.ts')
    program = trial
    ending = await trial.ended
    const parts = trial.out.split(/^the store that (.*) fails \d+ of \d+ cases:\n/m).slice(1)
    told = new Map(parts.flatMap((part, index) => (index % 2 === 0 ? [[part, parts[index + 1] ?? '']] : [])))
  })

  test.each(faults)('%s', (store, fault) => {
    expect(told.get(store)).toMatch(fault)
  })

  test('was tried out, with all others', () => {
    expect([...told.keys()]).toEqual(faults.map(([store]) => store))
    expect(ending).toEqual({ code: 0, signal: null })
  })
})
