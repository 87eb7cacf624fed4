import { memoryStore } from '@cachechart/core'
import { afterAll, afterEach, beforeAll, describe, expect, jest, test } from '@jest/globals'
import { createFront } from '../fixtures/create-front.ts'
import { expectNothingLeft } from '../fixtures/expect-nothing-left.ts'
import { createFileTree, type FileTree } from '../fixtures/file-tree.ts'
import { ask } from '../fixtures/front.ts'
import { inParallel } from '../fixtures/in-parallel.ts'
import { staticOrigin } from '../fixtures/static-origin.ts'
import { strike, type Setting } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { ways } from '../fixtures/ways.ts'

jest.setTimeout(30_000)

const maxBytes = 1_000_000
const maxEntryBytes = 300_000

let tree: FileTree
beforeAll(() => {
  tree = createFileTree()
})
afterAll(() => {
  tree.remove()
})

describe.each(ways)(
  'a $front with a store too small for the tree, on the interpreter "$interpreter",',
  (way) => {
    let setting: Setting
    afterEach(() => strike(setting))

    test('serves every file byte for byte, stores what fits, and never more than that', async () => {
      const clock = new VirtualClock()
      const store = memoryStore({ maxBytes, maxEntryBytes })
      const origin = await staticOrigin({ folder: tree.folder, cacheControl: 'max-age=60', clock })
      const front = await createFront(way, { origin: origin.url, clock, store })
      setting = { front, origin, clock }
      const files = tree.files.filter(({ path }) => !path.endsWith('.gz'))

      const readAll = () =>
        inParallel(files, 16, async ({ path, bytes }) => {
          const { body, headers } = await ask(front, path)
          const isHit = headers.get('cache-status')?.startsWith('cachechart; hit') === true
          const isRight =
            body.equals(bytes) && store.bytes <= maxBytes && !(isHit && bytes.length > maxEntryBytes)
          return isRight ? '' : `${path}: ${body.length} bytes, store ${store.bytes}`
        })
      const wrongs = [...(await readAll()), ...(await readAll())].filter((wrong) => wrong !== '')
      const large = files.find(({ bytes }) => bytes.length > maxEntryBytes && bytes.length < maxBytes)
      const twice = [await ask(front, large?.path ?? ''), await ask(front, large?.path ?? '')]
      await expectNothingLeft(front.cache, clock)

      expect(wrongs).toEqual([])
      expect(twice.map(({ body }) => body.length)).toEqual([large?.bytes.length, large?.bytes.length])
      expect(twice[1]?.headers.get('cache-status')).toMatch(/^cachechart; fwd=uri-miss/)
      expect(store.bytes).toBeGreaterThan(maxBytes / 2)
      expect(store.entries).toBeLessThan(files.length)
      expect(store.entries).toBeGreaterThan(10)
    })
  },
)
