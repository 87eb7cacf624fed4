import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, jest, test } from '@jest/globals'
import { SpawnedProgram } from '../spawned-program.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

const sources = fileURLToPath(new URL('../../examples/surface/', import.meta.url))
const outputs = fileURLToPath(new URL('./outputs/', import.meta.url))
const namesIn = (folder: string, ending: string): readonly string[] =>
  readdirSync(folder)
    .filter((file) => file.endsWith(ending))
    .map((file) => file.slice(0, -ending.length))
    .toSorted()

/** One for each part of what a program may say to the cache and hear from it, and one for each adapter. */
const expected = [
  'body-transform',
  'candidate',
  'collapse',
  'failure-matrix',
  'hand-over',
  'header-operations',
  'hooks',
  'middleware',
  'overrides',
  'pending-request',
  'purge',
  'response-metadata',
  'storage-actions',
  'undici',
  'unsafe-methods',
  'web',
]

let program: SpawnedProgram | undefined
afterEach(() => void program?.process.kill('SIGKILL'))

test('there is an example for each part of the surface, and what it prints is known', () => {
  expect(namesIn(sources, '.ts')).toEqual(expected)
  expect(namesIn(outputs, '.txt')).toEqual(expected)
})

describe.each(expected)('the example %s', (name) => {
  const source = readFileSync(`${sources}${name}.ts`, 'utf8')

  test('prints what it shows, and nothing else', async () => {
    program = new SpawnedProgram(`examples/surface/${name}.ts`)
    const ending = await program.ended
    expect(program.err).toBe('')
    expect(program.out).toBe(readFileSync(`${outputs}${name}.txt`, 'utf8'))
    expect(ending).toEqual({ code: 0, signal: null })
  })

  test('can be read at once: it has at most 60 lines', () => {
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(60)
  })

  test('needs nothing but the published packages and Node, and says how it is run', () => {
    const imported = [...source.matchAll(/ from '([^']+)'/g)].map(([, from]) => from ?? '')
    expect(imported).not.toEqual([])
    expect(imported.filter((from) => !/^(@cachechart\/|node:|undici$)/.test(from))).toEqual([])
    expect(source).toContain(`\`node --conditions=source examples/surface/${name}.ts\``)
  })
})
