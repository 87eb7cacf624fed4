import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'
import type { PolicyOptions } from '@cachechart/core'
import { createFront } from '../fixtures/create-front.ts'
import { expectNothingLeft } from '../fixtures/expect-nothing-left.ts'
import { createFileTree, type FileTree, type TreeFile } from '../fixtures/file-tree.ts'
import { ask, type Answer, type Front } from '../fixtures/front.ts'
import { inParallel } from '../fixtures/in-parallel.ts'
import { outcomeOf } from '../fixtures/outcome-of.ts'
import { staticOrigin, type StaticOrigin } from '../fixtures/static-origin.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { ways, type Way } from '../fixtures/ways.ts'

jest.setTimeout(30_000)

let tree: FileTree

beforeAll(() => {
  tree = createFileTree()
})
afterAll(() => {
  tree.remove()
})

/** Stale-if-error is permitted by the origin itself, or by the cache's policy. */
const permissions: Record<Way['front'], { readonly cacheControl: string; readonly policy: PolicyOptions }> = {
  gateway: { cacheControl: 'public, max-age=60, stale-if-error=3600', policy: {} },
  fetch: { cacheControl: 'public, max-age=60', policy: { staleIfError: 3_600 } },
}

/** What a client of this way gets as the content: a fetch takes content codings off. */
const contentFor = (way: Way, { path, bytes }: TreeFile): Buffer =>
  way.front === 'fetch' && path.endsWith('.gz') ? gunzipSync(bytes) : bytes

const fieldsOf = ({ status, headers }: Answer) => ({
  status,
  cacheStatus: headers.get('cache-status'),
  age: headers.get('age'),
})

test('the tree has several hundred files, from nothing to megabytes', () => {
  const sizes = tree.files.map(({ bytes }) => bytes.length)
  expect(tree.files.length).toBeGreaterThan(300)
  expect([Math.min(...sizes), Math.max(...sizes)]).toEqual([0, 3_000_001])
})

describe.each(ways)('a file tree behind the $front on the interpreter "$interpreter"', (way) => {
  const clock = new VirtualClock()
  let origin: StaticOrigin
  let front: Front

  beforeAll(async () => {
    const { cacheControl, policy } = permissions[way.front]
    origin = await staticOrigin({ folder: tree.folder, cacheControl, clock })
    front = await createFront(way, { origin: origin.url, clock, policy })
  })
  afterAll(async () => {
    await front.close()
    await origin.close()
  })

  /** Asks for every file; a line for each answer that is not as expected. */
  async function wrongAnswers(expected: ReturnType<typeof fieldsOf>): Promise<readonly string[]> {
    const wrongs = await inParallel(tree.files, 16, async (file) => {
      const answer = await ask(front, file.path)
      const content = contentFor(way, file)
      if (!answer.body.equals(content))
        return `${file.path}: ${answer.body.length} bytes, not those of the file`
      if (answer.headers.get('etag')?.startsWith(`W/"${file.bytes.length}-`) !== true)
        return `${file.path}: other ETag`
      const seen = JSON.stringify(fieldsOf(answer))
      return seen === JSON.stringify(expected) ? '' : `${file.path}: ${seen}`
    })
    await expectNothingLeft(front.cache, clock)
    return wrongs.filter((wrong) => wrong !== '')
  }

  const servedByOrigin = (): readonly string[] =>
    origin
      .take()
      .map(({ method, url, status }) => `${method} ${url} ${status}`)
      .toSorted()

  const everyFileOnce = (status: number): readonly string[] =>
    tree.files.map(({ path }) => `GET ${path} ${status}`).toSorted()

  test('cold: every file comes from the origin, byte for byte, and is stored', async () => {
    const cacheStatus = 'cachechart; fwd=uri-miss; stored'
    expect(await wrongAnswers({ status: 200, cacheStatus, age: null })).toEqual([])
    expect(servedByOrigin()).toEqual(everyFileOnce(200))
  })

  test('warm: every file comes from the cache, and the origin is not asked', async () => {
    clock.pass(10)
    expect(await wrongAnswers({ status: 200, cacheStatus: 'cachechart; hit; ttl=50', age: '10' })).toEqual([])
    expect(servedByOrigin()).toEqual([])
  })

  test('expired: every file is validated by a 304, comes from the cache, and is fresh again', async () => {
    clock.pass(90)
    const cacheStatus = 'cachechart; fwd=stale; fwd-status=304'
    expect(await wrongAnswers({ status: 200, cacheStatus, age: '0' })).toEqual([])
    expect(servedByOrigin()).toEqual(everyFileOnce(304))
    clock.pass(5)
    expect(await wrongAnswers({ status: 200, cacheStatus: 'cachechart; hit; ttl=55', age: '5' })).toEqual([])
    expect(servedByOrigin()).toEqual([])
  })

  test('orphaned: when the origin has died, every expired file is served stale in its place', async () => {
    await origin.close()
    clock.pass(100)
    const cacheStatus = 'cachechart; fwd=stale; detail=stale-if-error'
    expect(await wrongAnswers({ status: 200, cacheStatus, age: '105' })).toEqual([])
  })

  test('for ever orphaned: past the window of stale-if-error no file is served any more', async () => {
    clock.pass(3_600)
    const refusals = { gateway: '502 ERR_BACKEND_UNREACHABLE', fetch: 'fetch failed (ECONNREFUSED)' }
    expect(await outcomeOf(front, tree.files[0]?.path ?? '')).toBe(refusals[way.front])
    await expectNothingLeft(front.cache, clock)
  })
})
