import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import { memoryStore, StoreError, type Body, type ListedEntry, type Store } from '@cachechart/core'
import { fakeStore, sampleResponse } from '@cachechart/core/testing'
import { inspectableMemory } from '../fixtures/inspectable-memory.ts'
import { lookUp } from '../store/look-up.ts'
import { ArchiveError } from './archive-error.ts'
import { ArchiveImport } from './import-archive.ts'
import { blockBytes, longestMember, writeTarHeader } from './tar-header.ts'
import { writeArchive } from './write-archive.ts'

const encode = (text: string) => new TextEncoder().encode(text)

async function put(store: Store, key: string, text: string, response = sampleResponse()): Promise<void> {
  const writer = store.put(key, response)
  if (text !== '') await writer.write(encode(text))
  await writer.commit()
}

async function bytesOf(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = []
  for await (const piece of pieces) held.push(piece)
  return Buffer.concat(held)
}

async function* inPieces(bytes: Uint8Array, length = 1000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += length) yield bytes.subarray(at, at + length)
}

const exported = (store = filled) =>
  Promise.resolve(store).then((from) => bytesOf(writeArchive(from.entries(), { now: 1_700_000_000_000 })))

/** What is stored under a key, with the texts of the bodies. */
async function seen(store: Store, key: string) {
  const variants = await lookUp(store, key)
  return Promise.all(
    variants.map(async (entry) => {
      const body = await entry.open()
      return { response: entry.response, text: body && Buffer.from(await bytesOf(body)).toString() }
    }),
  )
}

async function fill() {
  const store = inspectableMemory()
  await put(store, 'http://a/1', 'first')
  await put(store, 'http://a/2', '', sampleResponse({ status: 204, surrogateKeys: ['none'] }))
  await put(store, 'http://a/3', 'x'.repeat(100_000), sampleResponse({ vary: ['accept'], varied: [null] }))
  return store
}
const filled = fill()

async function imported(bytes: Uint8Array, into: Store = memoryStore()) {
  const run = new ArchiveImport(into)
  const error: unknown = await run.run(inPieces(bytes)).then(
    () => undefined,
    (thrown: unknown) => thrown,
  )
  return { counts: run.counts, error, store: into }
}

const nothing = { imported: 0, bodyBytes: 0, kept: 0, refused: 0, broken: 0 }

/** The place of a text in an archive. */
const placeOf = (bytes: Uint8Array, text: string): number => Buffer.from(bytes).indexOf(text)

function changedAt(bytes: Uint8Array, place: number): Uint8Array {
  const copy = bytes.slice()
  copy[place] = (copy[place] ?? 0) ^ 1
  return copy
}

describe('what was exported and imported', () => {
  test('is what was stored: heads, variants and bodies', async () => {
    const { counts, error, store } = await imported(await exported())
    expect({ counts, error }).toEqual({
      counts: { ...nothing, imported: 3, bodyBytes: 100_005 },
      error: undefined,
    })
    for (const key of ['http://a/1', 'http://a/2', 'http://a/3'])
      expect(await seen(store, key)).toEqual(await seen(await filled, key))
  })

  test('does not take the place of what is as new, and takes that of what is older', async () => {
    const store = memoryStore()
    await put(store, 'http://a/1', 'as new')
    await put(
      store,
      'http://a/3',
      'older',
      sampleResponse({ vary: ['accept'], varied: [null], responseTime: 5, date: 5 }),
    )
    const { counts } = await imported(await exported(), store)
    expect(counts).toEqual({ ...nothing, imported: 2, bodyBytes: 100_000, kept: 1 })
    expect((await seen(store, 'http://a/1')).map(({ text }) => text)).toEqual(['as new'])
    expect((await seen(store, 'http://a/3'))[0]?.text).toHaveLength(100_000)
  })

  test('is counted as refused where the store does not take it', async () => {
    const { counts, store } = await imported(await exported(), memoryStore({ maxEntryBytes: 50 }))
    expect(counts).toEqual({ ...nothing, imported: 2, bodyBytes: 5, refused: 1 })
    expect(await seen(store, 'http://a/3')).toEqual([])
  })
})

describe('an archive that is not sound is refused', () => {
  test('wherever it was cut off, and nothing of the entry there is stored', async () => {
    const bytes = await exported()
    const ends = ['first', 'entries/2/head', 'xxxxx', 'entries/3/seal', 'end.json'].map((text) =>
      placeOf(bytes, text),
    )
    for (const end of [0, 1, 511, 512, ...ends, bytes.length - 2 * blockBytes - 1]) {
      const { error, counts, store } = await imported(bytes.slice(0, end))
      expect(error).toBeInstanceOf(ArchiveError)
      expect(String(error)).toContain('it was cut off')
      expect((store as ReturnType<typeof memoryStore>).entries).toBe(counts.imported)
    }
  })

  test.each([
    ['a body', 'xxxxx', 'entry 3 (http://a/3): it was changed: its checksum is another', 2],
    ['a head', '60,"heuristic', 'entry 1 (http://a/1): it was changed: its checksum is another', 0],
    ['the name of a member', 'entries/2/body', 'entry 2 (http://a/2): the header of a member was changed', 1],
    ['the checksum itself', '"sha256":"', 'entry 1 (http://a/1): it was changed: its checksum is another', 0],
    ['the beginning', 'cachechart-export"', 'this is no archive of cachechart', 0],
    ['the version', '1,"exportedAt"', 'the archive is of version 0; this program reads version 1', 0],
    ['the end', '3}', 'the archive has 3 entries, and should have 2', 3],
  ])('where %s was changed, and the entry is named', async (_what, text, message, before) => {
    const bytes = await exported()
    const place = placeOf(bytes, text)
    expect(place).toBeGreaterThan(0)
    const { error, counts } = await imported(
      changedAt(bytes, text.endsWith(':"') ? place + text.length : place),
    )
    expect(error).toBeInstanceOf(ArchiveError)
    expect(String(error)).toContain(message)
    expect(counts.imported).toBe(before)
  })

  test('where a head is one that no response has, though its checksum is right', async () => {
    const head = encode(
      JSON.stringify({ key: 'k', response: sampleResponse({ fields: ['X', 'a\r\nSet-Cookie: b=c'] }) }),
    )
    const member = (name: string, content: Uint8Array) => [
      writeTarHeader({ name, size: content.length }, 0),
      content,
      new Uint8Array((blockBytes - (content.length % blockBytes)) % blockBytes),
    ]
    const bytes = Buffer.concat([
      ...member('cachechart-export.json', encode('{"format":"cachechart-export","version":1}')),
      ...member('entries/1/head.json', head),
      ...member('entries/1/body', new Uint8Array()),
      ...member(
        'entries/1/seal.json',
        encode(JSON.stringify({ sha256: createHash('sha256').update(head).digest('hex') })),
      ),
    ])
    const { error, counts } = await imported(bytes)
    expect(String(error)).toContain('entry 1 (k): its head is not one of a stored response')
    expect(counts).toEqual(nothing)
  })

  test.each([
    ['text', encode('GET / HTTP/1.1\r\n'.repeat(100)), 'this is no tar archive'],
    [
      'another tar file',
      Buffer.concat([writeTarHeader({ name: 'a', size: 0 }, 0), new Uint8Array(1024)]),
      'is "a"',
    ],
    [
      'a member without end',
      writeTarHeader({ name: 'cachechart-export.json', size: longestMember }, 0),
      'too long',
    ],
    ['an empty archive', new Uint8Array(1024), 'it was cut off'],
  ])('as is %s', async (_what, bytes, message) => {
    const { error } = await imported(bytes)
    expect(error).toBeInstanceOf(ArchiveError)
    expect(String(error)).toContain(message)
  })

  test('and the store that fails is told as such', async () => {
    const store = fakeStore()
    store.failNext('commit')
    const { error, counts } = await imported(await exported(), store)
    expect(error).toBeInstanceOf(StoreError)
    expect(counts).toEqual(nothing)
  })
})

describe('an entry that goes while it is exported', () => {
  const body = (chunks: () => AsyncGenerator<Uint8Array>): Body => ({
    bytes: undefined,
    length: undefined,
    cancel: () => {},
    [Symbol.asyncIterator]: chunks,
  })
  const entry = (open: ListedEntry['open']): ListedEntry => ({
    key: 'http://a/x',
    response: sampleResponse(),
    bodyLength: 600,
    usedAt: null,
    open,
  })
  const failing = new StoreError('ERR_STORE_FAILED', 'it went')

  test.each<[string, ListedEntry['open'], number]>([
    ['is gone before it is opened', () => undefined, 0],
    ['cannot be opened', () => Promise.reject(failing), 0],
    [
      'breaks off',
      () =>
        body(async function* () {
          yield new Uint8Array(10)
          throw failing
        }),
      1,
    ],
    [
      'is shorter than was said',
      () =>
        body(async function* () {
          yield new Uint8Array(599)
        }),
      1,
    ],
    [
      'is longer than was said',
      () =>
        body(async function* () {
          yield new Uint8Array(601)
        }),
      1,
    ],
  ])('is left out, and the archive is whole, where it %s', async (_what, open, broken) => {
    async function* entries() {
      yield entry(open)
      yield entry(() =>
        body(async function* () {
          yield new Uint8Array(600)
        }),
      )
    }
    const archive = writeArchive(entries(), { now: 0 })
    const held: Uint8Array[] = []
    let next = await archive.next()
    for (; next.done !== true; next = await archive.next()) held.push(next.value)
    expect(next.value).toEqual({ entries: 1, bodyBytes: 600, leftOut: 1 })
    const { counts, error } = await imported(Buffer.concat(held))
    expect({ counts, error }).toEqual({
      counts: { ...nothing, imported: 1, bodyBytes: 600, broken },
      error: undefined,
    })
  })

  test('ends the export when something else is wrong', async () => {
    async function* entries() {
      yield entry(() => {
        throw new TypeError('a defect')
      })
    }
    await expect(bytesOf(writeArchive(entries(), { now: 0 }))).rejects.toThrow('a defect')
  })
})
