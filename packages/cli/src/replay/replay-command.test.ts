import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { CacheRecord } from '@cachechart/core'
import { recordedTerminal } from '../fixtures/recorded-terminal.ts'
import { linesOf, recordedTraffic, writeRecording } from '../fixtures/recorded-traffic.ts'
import { runCommandLine } from '../run-command-line.ts'

const root = fileURLToPath(new URL('../../../../', import.meta.url))

let folder: string
let file: string
let records: readonly CacheRecord[]
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-replay-'))
  records = await recordedTraffic(['http://a.example/news', 'http://a.example/tea', 'http://a.example/news'])
  file = await writeRecording(join(folder, 'trace.jsonl'), records)
})
afterAll(() => rm(folder, { recursive: true }))

async function run(...args: readonly string[]) {
  const { terminal, printed } = recordedTerminal()
  const code = await runCommandLine(['replay', ...args], terminal)
  return { code, ...printed }
}

describe('cachechart replay', () => {
  test('says what it has replayed, and that it went the same way', async () => {
    const { code, out, err } = await run(file)
    expect([code, err]).toEqual([0, ''])
    expect(out).toMatch(
      /^3 transactions, 2 flights, \d+ steps \(\d+\.\d s\)\nAll go the way that was recorded\.\n$/,
    )
  })

  test('says what is not there', async () => {
    const some = records.map((record): CacheRecord =>
      record.kind === 'begin' && record.id === 2 ? { kind: 'loss', at: record.at, count: 1 } : record,
    )
    const part = await writeRecording(join(folder, 'part.jsonl'), some)
    const { code, out } = await run(part)
    expect(code).toBe(0)
    expect(out).toMatch(
      /\n1 more of which not everything is recorded\n1 record left out by who recorded them\nAll go/,
    )
  })

  test('shows the first difference with file and line, and ends with 1', async () => {
    const at = records.findIndex((record) => record.kind === 'step' && record.event === 'lookup.fresh')
    const forged = linesOf(records).replace('"lookup.fresh"', '"lookup.stale"')
    // Another cache before it, so that lines of two files are told apart.
    const other = await writeRecording(
      join(folder, 'other.jsonl'),
      await recordedTraffic(['http://b.example/']),
    )
    const changed = join(folder, 'forged.jsonl')
    await writeFile(changed, forged)
    for (const files of [[changed], [changed, other], [other, changed]]) {
      const { code, out, err } = await run(...files)
      expect([code, err]).toEqual([1, 'error: The replay goes another way.\n'])
      expect(out).toContain(`\n1 of them go another way.\n`)
      expect(out).toContain(`The first difference is in ${changed}:${at + 1}: transaction 3 of `)
      expect(out).toMatch(
        /at step 2 \(event\):\n {2}recorded {2}lookup\.stale\n {2}replayed {2}lookup\.fresh\n$/,
      )
    }
    const { code, out } = await run(changed, '--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toMatchObject({
      transactions: 2,
      different: 1,
      difference: {
        file: changed,
        line: at + 1,
        id: 3,
        what: 'event',
        expected: 'lookup.stale',
        seen: 'lookup.fresh',
      },
    })
  })

  test('shows where a variant of the machines goes another way', async () => {
    const variant = join(folder, 'variant.ts')
    await writeFile(
      variant,
      `import { transactionMachine as ours } from '${root}packages/core/src/index.ts'
       import { createMachine } from '${root}packages/core/node_modules/xstate'
       const config = structuredClone(JSON.parse(JSON.stringify(ours.config)))
       config.states.awaitCache.on['lookup.fresh'].actions = config.states.awaitCache.on['lookup.fresh'].actions.slice(1)
       export const transactionMachine: unknown = createMachine(config)`,
    )
    const { code, out, err } = await run(file, '--machine', variant)
    expect({ code, err }).toEqual({
      code: 1,
      err: `error: The replay goes another way by the machines of ${variant}.\n`,
    })
    expect(out).toMatch(/\(effects\):\n/)
  })

  test('makes a test of one transaction', async () => {
    const made = join(folder, 'tea.test.ts')
    expect(await run(file, '--id', '2', '--test-out', made)).toEqual({
      code: 0,
      out: '',
      err: `Wrote a test of transaction 2 to ${made}.\n`,
    })
    const text = await readFile(made, 'utf8')
    expect(text).toContain("test('GET http://a.example/tea goes the way that was recorded'")
    expect((await run(file, '--id', '2', '--test-out', '-')).out).toBe(text)
    expect(await run(file, '--id', '7', '--test-out', made)).toMatchObject({
      code: 1,
      err: 'error: There can be no test: the beginning of transaction 7 is not recorded.\n',
    })
  })

  test.each([
    [[], 2],
    [['trace.jsonl', '--id', '2'], 2],
    [['trace.jsonl', '--test-out', 'x'], 2],
    [['/no/such/file.jsonl'], 1],
  ])('%j ends with %d', async (args, code) => {
    const ended = await run(...args)
    expect(ended).toMatchObject({ code, out: '' })
    expect(ended.err).not.toBe('')
  })
})
