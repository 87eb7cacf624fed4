import { describe, expect, test } from '@jest/globals'
import { memoryStore, type ListedEntry, type Store } from '@cachechart/core'
import { storedResponseArbitrary } from '@cachechart/core/testing'
import fc from 'fast-check'
import { ArchiveImport } from '../../packages/cli/src/archive/import-archive.ts'
import { writeArchive } from '../../packages/cli/src/archive/write-archive.ts'
import { lookUp } from '../../packages/cli/src/store/look-up.ts'
import { readBody } from '../fixtures/read-body.ts'

const entryArbitrary = fc.record({
  key: fc.string({ minLength: 1, unit: 'binary' }),
  response: storedResponseArbitrary,
  body: fc.uint8Array({ maxLength: 2_000 }),
})

/** What is stored under a key: heads and bodies. */
async function seen(store: Store, key: string) {
  const variants = await lookUp(store, key)
  return Promise.all(
    variants.map(async (entry) => {
      const body = await entry.open()
      return [entry.response, body && (await readBody(body))]
    }),
  )
}

/** As a store lists them that can be looked through. */
async function* listed(store: Store, keys: ReadonlySet<string>): AsyncGenerator<ListedEntry> {
  for (const key of keys) {
    for (const entry of await lookUp(store, key)) {
      const body = await entry.open()
      const bodyLength = body?.length ?? 0
      yield { key, response: entry.response, bodyLength, usedAt: null, open: () => entry.open() }
    }
  }
}

async function* inPieces(pieces: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Uint8Array> {
  for await (const piece of pieces)
    for (let at = 0; at < piece.length; at += length) yield piece.subarray(at, at + length)
}

describe('an archive', () => {
  test('gives back any heads, keys and bodies, in whatever pieces it arrives (seed 8)', async () => {
    const entries = fc.array(entryArbitrary, { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(entries, fc.integer({ min: 1, max: 700 }), async (stored, length) => {
        const from = memoryStore()
        for (const { key, response, body } of stored) {
          const writer = from.put(key, response)
          writer.write(body)
          writer.commit()
        }
        const into = memoryStore()
        const archive = writeArchive(listed(from, new Set(stored.map(({ key }) => key))), {
          now: 1_700_000_000_000,
        })
        await new ArchiveImport(into).run(inPieces(archive, length))
        for (const { key } of stored) expect(await seen(into, key)).toEqual(await seen(from, key))
      }),
      { numRuns: 100, seed: 8 },
    )
  })
})
