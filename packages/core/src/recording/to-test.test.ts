import { stripTypeScriptTypes } from 'node:module'
import { describe, expect, test } from '@jest/globals'
import type { CacheRecord } from '../engine/record.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { changedMachine } from '../testing/fixtures/changed-machine.ts'
import { indexOfStep, recordedScene } from '../testing/fixtures/recorded-scene.ts'
import { replay } from './replay.ts'
import { RecordingError } from './recording-error.ts'
import { toTest } from './to-test.ts'

const scene = await recordedScene()

type Replaying = typeof replay

/** Runs the test that the source holds: its title, and what it throws. */
const run = (source: string, replaying: Replaying = replay): { title: string; thrown: unknown } => {
  const body = stripTypeScriptTypes(source).replaceAll(/^import .*$/gm, '')
  let ran: { title: string; thrown: unknown } | undefined
  const doTest = (title: string, act: () => void): void => {
    try {
      act()
      ran = { title, thrown: undefined }
    } catch (thrown) {
      ran = { title, thrown }
    }
  }
  // The source is what is to be tried.
  // oxlint-disable-next-line no-new-func, typescript/no-implied-eval
  new Function('expect', 'test', 'replay', body)(expect, doTest, replaying)
  if (ran === undefined) throw new Error('the source has no test')
  return ran
}

describe('the test that is made of a transaction', () => {
  test.each([1, 2, 3, 4, 5])('passes as long as it goes the same way (transaction %i)', (id) => {
    expect(run(toTest(scene, { id }))).toEqual({
      title: 'GET https://example.com/ goes the way that was recorded',
      thrown: undefined,
    })
  })

  test('fails once the machine leads elsewhere', () => {
    const machine = changedMachine(transactionMachine, 'awaitCache', ({ on }) => {
      const edge = on?.['lookup.joined']
      if (edge !== undefined) edge.target = 'direct'
    })
    const changed: Replaying = (records) => replay(records, { machines: { transaction: machine } })
    expect(run(toTest(scene, { id: 3 }), changed).thrown).toMatchObject({
      message: expect.stringContaining('"direct"'),
    })
    expect(run(toTest(scene, { id: 4 }), changed).thrown).toBeUndefined()
  })

  test('fails where the recording says something else', () => {
    const index = indexOfStep(scene, 3, 'flight.shared')
    const odd = scene.with(index, { ...scene[index], to: 'direct' } as CacheRecord)
    expect(run(toTest(odd, { id: 3 })).thrown).toBeInstanceOf(Error)
  })

  test('holds that transaction, the flights that it leads, and nothing else', () => {
    const source = toTest(scene, { id: 1 })
    const kinds = [...source.matchAll(/^ {2}\{"kind":"(\w+)"/gm)].map(([, kind]) => kind)
    expect(kinds.filter((kind) => kind === 'begin')).toEqual(['begin'])
    expect(kinds.slice(0, 3)).toEqual(['start', 'begin', 'step'])
    expect(kinds).toContain('flight')
    expect(source).not.toContain('"id":2')
  })

  test('is of the cache that was named, and of the first one otherwise', () => {
    const [start, ...others] = scene
    const runs = [...scene, { ...start, run: 'another' } as CacheRecord, ...others]
    expect(toTest(runs, { id: 1, run: 'another' })).toContain('"run":"another"')
    expect(toTest(runs, { id: 1 })).not.toContain('"run":"another"')
  })

  test('cannot be made of what is not recorded as a whole', () => {
    const refusal = (records: readonly CacheRecord[], id: number, runName?: string): unknown => {
      try {
        return toTest(records, { id, ...(runName !== undefined && { run: runName }) })
      } catch (error) {
        return error
      }
    }
    expect(refusal(scene, 99)).toBeInstanceOf(RecordingError)
    expect(refusal(scene, 99)).toMatchObject({
      code: 'ERR_RECORDING',
      message: 'the beginning of transaction 99 is not recorded',
    })
    expect(refusal(scene, 1, 'x')).toMatchObject({
      message: 'the beginning of transaction 1 of run "x" is not recorded',
    })
    const early = scene.slice(0, indexOfStep(scene, 1, 'lookup.obliged'))
    expect(refusal(early, 1)).toMatchObject({ message: 'the end of transaction 1 is not recorded' })
    const [start] = scene
    const other = [...early, { ...start, run: 'another' } as CacheRecord, ...scene.slice(1)]
    expect(refusal(other, 1)).toMatchObject({ message: 'the end of transaction 1 is not recorded' })
  })

  test('of an event that was illegal is whole', async () => {
    const machine = changedMachine(
      transactionMachine,
      'awaitCache',
      ({ on }) => delete on?.['lookup.staleObliged'],
    )
    const machines = { transaction: machine }
    const source = toTest(await recordedScene({ machines }), { id: 4 })
    expect(run(source, (records) => replay(records, { machines })).thrown).toBeUndefined()
    expect(run(source).thrown).toBeInstanceOf(Error)
  })
})

const hostile = '\'"`${process.exit(1)}\\ */ </script> <!-- \u2028\u2029\u202e\0\n\r \u{1f600} \ud800 // é'

test('a test says in plain letters whatever a title, a URL or a field has', () => {
  const begin = scene.findIndex((record) => record.kind === 'begin' && record.id === 4)
  const odd = scene.with(begin, { ...scene[begin], url: hostile, fields: ['X', hostile] } as CacheRecord)
  const source = toTest(odd, { id: 4, title: hostile })
  expect(source).toMatch(/^[ -~\n]*$/)
  expect(source).not.toContain('</')
  expect(source).not.toContain('*/')
  let seen: readonly CacheRecord[] = []
  const ran = run(source, (records) => {
    seen = [...records]
    return replay(seen)
  })
  expect(ran).toEqual({ title: hostile, thrown: undefined })
  expect(seen[1]).toMatchObject({ url: hostile, fields: ['X', hostile] })
  expect(run(toTest(odd, { id: 4 })).title).toBe(`GET ${hostile} goes the way that was recorded`)
})
