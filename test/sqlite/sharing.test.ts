import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'
import type { PurgeSelector, StoreMoment, WriteClaim } from '@cachechart/core'
import { sqliteStore, type SqliteStore } from '@cachechart/adapters/sqlite'
import { SpawnedProgram } from '../spawned-program.ts'
import { checkedHead, entryOf, judgeEntry, putChecked } from './checked-entry.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const url = 'https://example.com/page'
const body = Buffer.from('hello')
const head = checkedHead(body, { surrogateKeys: ['label'], url })

/** Two stores with connections of their own know no more of each other than two processes do. */
const pair = (): readonly [one: SqliteStore, other: SqliteStore] => {
  const file = newFile()
  return [sqliteStore({ file }), sqliteStore({ file })]
}

const momentOf = async (store: SqliteStore): Promise<StoreMoment> => {
  const result = await store.get('key')
  if (result.type === 'error' || result.moment === undefined) throw new Error('a lookup must tell the moment')
  return result.moment
}

const putClaimed = async (store: SqliteStore, claim: WriteClaim): Promise<'stored' | 'refused'> => {
  const writer = store.put('key', head, claim)
  await writer.write(body)
  return writer.commit()
}

const selectors: readonly PurgeSelector[] = [
  { type: 'key', key: 'key' },
  { type: 'surrogateKey', surrogateKey: 'label' },
  { type: 'url', url },
  { type: 'all' },
]
const others: readonly PurgeSelector[] = [
  { type: 'key', key: 'label' },
  { type: 'surrogateKey', surrogateKey: 'key' },
  { type: 'url', url: 'label' },
]

describe('what was fetched before a purge', () => {
  test.each(
    selectors.flatMap((selector) => (['remove', 'soften'] as const).map((how) => ({ selector, how }))),
  )('is refused after it, whoever has purged: $selector.type, $how', async ({ selector, how }) => {
    const [one, other] = pair()
    await putChecked(one, 'key', { body, head })
    const entry = await entryOf(other, 'key')
    const moment = await momentOf(other)
    const change = how === 'remove' ? how : (stored: typeof head) => ({ ...stored, lifetime: 0 })
    expect(await one.purge(selector, change)).toBe(1)
    expect(await putClaimed(other, { moment })).toBe('refused')
    expect(await putClaimed(one, { moment })).toBe('refused')
    expect(await other.freshen('key', entry, head, { moment })).toBe('gone')
    expect(await putClaimed(other, { moment: await momentOf(other) })).toBe('stored')
    one.close()
    other.close()
  })

  test.each(others)('is stored where the purge was of something else: $type', async (selector) => {
    const [one, other] = pair()
    const moment = await momentOf(other)
    await one.purge(selector, 'remove')
    expect(await putClaimed(other, { moment })).toBe('stored')
    one.close()
    other.close()
  })

  test('is refused after delete(), though nothing was there', async () => {
    const [one, other] = pair()
    const moment = await momentOf(other)
    expect(await one.delete('key')).toBe(0)
    expect(await putClaimed(other, { moment })).toBe('refused')
    one.close()
    other.close()
  })

  test.each([-1, 0, Number.MAX_SAFE_INTEGER, 'soon', Number.NaN])(
    'is refused with a moment that is not the store’s: %p',
    async (moment) => {
      const [one, other] = pair()
      expect(await putClaimed(one, { moment })).toBe('refused')
      one.close()
      other.close()
    },
  )
})

test('a later lease is remembered, whoever has written by it, and an earlier one is refused', async () => {
  const [one, other] = pair()
  const lease = (token: number, variant = '') => ({ lease: { key: 'key', variant, token } })
  expect(await putClaimed(one, lease(5))).toBe('stored')
  expect(await putClaimed(other, lease(4))).toBe('refused')
  expect(await putClaimed(other, lease(5))).toBe('stored')
  expect(await putClaimed(other, lease(4, 'de'))).toBe('stored')
  const entry = await entryOf(other, 'key')
  expect(await other.freshen('key', entry, head, lease(1))).toBe('gone')
  one.close()
  other.close()
})

const variantsOf = async (store: SqliteStore, key: string) => {
  const result = await store.get(key)
  return result.type === 'hit' ? result.variants : []
}

test('what one process does, another sees with its next lookup', async () => {
  const [one, other] = pair()
  expect((await other.get('key')).type).toBe('miss')
  await putChecked(one, 'key', { body, head })
  for (let time = 0; time < 2; time += 1) expect(await variantsOf(other, 'key')).toHaveLength(1)
  const entry = await entryOf(one, 'key')
  await one.freshen('key', entry, { ...head, lifetime: 7 })
  expect((await variantsOf(other, 'key')).map(({ response }) => response.lifetime)).toEqual([7])
  await one.purge({ type: 'surrogateKey', surrogateKey: 'label' }, (stored) => ({ ...stored, lifetime: 0 }))
  expect((await variantsOf(other, 'key')).map(({ response }) => response.lifetime)).toEqual([0])
  await one.delete('key')
  expect(await variantsOf(other, 'key')).toEqual([])
  one.close()
  other.close()
})

test('a process writes, replaces and removes under the hands of this one: nothing fails, and nothing is torn', async () => {
  const file = newFile()
  const maxBytes = 32 * 1024 * 1024
  const store = sqliteStore({ file, maxBytes })
  const program = fileURLToPath(new URL('writing-process.ts', import.meta.url))
  const writers = [1, 2].map(() => new SpawnedProgram(program, [file, String(maxBytes)]))
  await Promise.all(writers.map((writer) => writer.printed(/writing/)))
  const tally: Record<string, number> = {}
  for (let round = 0; round < 100; round += 1) {
    await putChecked(store, `key ${round % 60}`, { body: Buffer.alloc(round * 500, round) })
    if (round % 10 === 0) await store.purge({ type: 'surrogateKey', surrogateKey: 'label 1' }, 'remove')
    for (const entry of await variantsOf(store, `key ${(round * 7) % 60}`)) {
      const verdict = await judgeEntry(entry)
      tally[verdict] = (tally[verdict] ?? 0) + 1
    }
  }
  for (const writer of writers) writer.process.kill('SIGKILL')
  for (const writer of writers) expect((await writer.ended).signal).toBe('SIGKILL')
  expect(tally['torn']).toBeUndefined()
  expect(tally['whole']).toBeGreaterThan(20)
  store.close()
}, 120_000)
