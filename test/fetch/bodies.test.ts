import { setTimeout } from 'node:timers/promises'
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import type { CachedFetch } from '@cachechart/adapters/fetch'
import { memoryStore, type Store } from '@cachechart/core'
import { setUp, signalled } from './stage.ts'

const cacheable = { 'cache-control': 'max-age=60' }
const text = 'a text that is worth coding, coding, coding, coding'

const codings: readonly (readonly [string, Buffer])[] = [
  ['gzip', gzipSync(text)],
  ['x-gzip', gzipSync(text)],
  ['deflate', deflateSync(text)],
  ['br', brotliCompressSync(text)],
  ['GZIP', gzipSync(text)],
  ['gzip, br', brotliCompressSync(gzipSync(text))],
]

describe('coded bodies', () => {
  test.each(codings)(
    '%s comes decoded, and its fields say so, from the network and from the cache',
    async (coding, bytes) => {
      const { origin, fetch } = await setUp((_request, response) => {
        response
          .writeHead(200, { ...cacheable, 'content-encoding': coding, 'content-length': bytes.length })
          .end(bytes)
      })
      for (let time = 0; time < 2; time += 1) {
        const response = await fetch(origin.url('/'))
        expect(await response.text()).toBe(text)
        expect(response.headers.get('content-encoding')).toBeNull()
        expect(response.headers.get('content-length')).toBeNull()
      }
      expect(origin.seen).toHaveLength(1)
    },
  )

  test('a coding that fetch does not know stays on, and its field too', async () => {
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(200, { ...cacheable, 'content-encoding': 'rot13', 'content-length': 4 }).end('grkg')
    })
    for (let time = 0; time < 2; time += 1) {
      const response = await fetch(origin.url('/'))
      expect([await response.text(), response.headers.get('content-encoding')]).toEqual(['grkg', 'rot13'])
      expect(response.headers.get('content-length')).toBe('4')
    }
  })

  test('zstd keeps its field exactly where the fetch underneath does not decode it', async () => {
    const bytes = zstdCompressSync(text)
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(200, { ...cacheable, 'content-encoding': 'zstd' }).end(bytes)
    })
    const plain = Buffer.from(await (await globalThis.fetch(origin.url('/'))).arrayBuffer())
    for (let time = 0; time < 2; time += 1) {
      const response = await fetch(origin.url('/'))
      expect(Buffer.from(await response.arrayBuffer())).toEqual(plain)
      expect(response.headers.get('content-encoding')).toBe(plain.toString() === text ? null : 'zstd')
    }
  })

  test('HEAD shows the fields of the response as they are sent', async () => {
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(200, { ...cacheable, 'content-encoding': 'gzip', 'content-length': 99 }).end()
    })
    const { headers, body } = await fetch(origin.url('/'), { method: 'HEAD' })
    expect([headers.get('content-encoding'), headers.get('content-length'), body]).toEqual([
      'gzip',
      '99',
      null,
    ])
  })

  test.each(codings)('%s in a store that is shared with a gateway is taken off', async (coding, bytes) => {
    const store = memoryStore()
    const { origin, fetch } = await setUp((_request, response) => response.end('from the origin'), { store })
    await storeCoded(store, { url: origin.url('/'), coding, bytes })
    const response = await fetch(origin.url('/'))
    const canDecode = !coding.includes('br') || supports('brotli')
    expect(response.headers.get('content-encoding')).toBe(canDecode ? null : coding)
    expect(Buffer.from(await response.arrayBuffer())).toEqual(canDecode ? Buffer.from(text) : bytes)
    expect(origin.seen).toEqual([])
  })
})

const supports = (format: string): boolean => {
  try {
    return new DecompressionStream(format as 'gzip') instanceof DecompressionStream // the type lists fewer than there are
  } catch {
    return false
  }
}

async function storeCoded(
  store: Store,
  { url, coding, bytes }: { url: string; coding: string; bytes: Uint8Array },
) {
  const now = Date.now()
  const writer = store.put(url, {
    ...{ version: 1, status: 200, reason: 'OK', fields: ['content-encoding', coding], vary: [], varied: [] },
    ...{ requestTime: now, responseTime: now, date: now, initialAge: 0, lifetime: 60, heuristic: false },
    ...{ mustValidate: false, mustNotBeStale: false, staleWhileRevalidate: null, staleIfError: null },
    ...{ etag: null, lastModified: null, lastModifiedTime: null, part: null },
    ...{
      immutable: false,
      sharedWithAuthorization: true,
      surrogateKeys: [],
      url: null,
      sensitive: false,
      sharedWith: 'all',
    },
  })
  await writer.write(bytes)
  await writer.commit()
}

const isStored = (fetch: CachedFetch, url: string): Promise<boolean> =>
  fetch(url, { cache: 'only-if-cached' }).then(
    async (response) => (await response.text()) !== '',
    () => false,
  )

describe('streaming', () => {
  test('the first chunk arrives before the last one is sent', async () => {
    const go = signalled()
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(200, cacheable).write('first')
      void go.promise.then(() => response.end('last'))
    })
    const reader = (await fetch(origin.url('/'))).body?.getReader()
    const decoder = new TextDecoder()
    expect(decoder.decode((await reader?.read())?.value)).toBe('first')
    go.resolve()
    expect(decoder.decode((await reader?.read())?.value)).toBe('last')
    expect((await reader?.read())?.done).toBe(true)
    expect(await (await fetch(origin.url('/'))).text()).toBe('firstlast')
    expect(origin.seen).toHaveLength(1)
  })

  test('a body is stored although nobody reads it', async () => {
    const { origin, fetch } = await setUp((_request, response) =>
      response.writeHead(200, cacheable).end('unread'),
    )
    const unread = await fetch(origin.url('/'))
    while (!(await isStored(fetch, origin.url('/')))) await setTimeout(5)
    expect(await (await fetch(origin.url('/'))).text()).toBe('unread')
    expect(origin.seen).toHaveLength(1)
    await unread.body?.cancel()
  })

  test('a big body comes whole, from the network and from the cache', async () => {
    const big = Buffer.alloc(8 * 1024 * 1024, 'abcdefg')
    const store = memoryStore({ maxBytes: 64 * 1024 * 1024, maxEntryBytes: 32 * 1024 * 1024 })
    const { origin, fetch } = await setUp(
      (_request, response) => response.writeHead(200, cacheable).end(big),
      { store },
    )
    for (let time = 0; time < 2; time += 1) {
      const bytes = Buffer.from(await (await fetch(origin.url('/'))).arrayBuffer())
      expect(bytes.equals(big)).toBe(true)
    }
    expect(origin.seen).toHaveLength(1)
  })

  test('a slow reader slows down what is not stored: little lies in memory', async () => {
    let written = 0
    const { origin, fetch } = await setUp((_request, response) => {
      response.writeHead(200, { 'cache-control': 'no-store' })
      const chunk = Buffer.alloc(64 * 1024)
      const write = (): void => {
        while (written < 64 * 1024 * 1024 && response.write(chunk)) written += chunk.length
        response.once('drain', write)
      }
      write()
    })
    const response = await fetch(origin.url('/'))
    const reader = response.body?.getReader()
    await reader?.read()
    let before = -1
    while (written !== before) {
      before = written
      await setTimeout(50)
    }
    expect(written).toBeLessThan(32 * 1024 * 1024)
    await reader?.cancel()
  })

  test('a reader may bring its own buffer, and gets it back at the end', async () => {
    const { origin, fetch } = await setUp((_request, response) =>
      response.writeHead(200, cacheable).end('12345'),
    )
    const reader = (await fetch(origin.url('/'))).body?.getReader({ mode: 'byob' })
    const first = await reader?.read(new Uint8Array(3))
    const second = await reader?.read(new Uint8Array(8))
    const last = await reader?.read(new Uint8Array(4))
    expect(
      Buffer.concat(
        [first?.value ?? [], second?.value ?? []].map((value) => Uint8Array.from(value)),
      ).toString(),
    ).toBe('12345')
    expect([last?.done, last?.value?.byteLength]).toEqual([true, 0])
  })
})

describe('what a caller does with its response', () => {
  test.each([
    ['miss', undefined],
    ['hit', undefined],
    ['hit with a signal', new AbortController().signal],
  ])('on a %s changes nothing that is stored', async (situation, signal) => {
    const { origin, fetch } = await setUp((_request, response) =>
      response.writeHead(200, cacheable).end('intact'),
    )
    if (situation !== 'miss') await (await fetch(origin.url('/'))).text()
    const response = await fetch(origin.url('/'), signal === undefined ? {} : { signal })
    response.headers.set('cache-control', 'no-store')
    const bytes = (await response.body?.getReader().read())?.value
    bytes?.fill(0)
    structuredClone(bytes, { transfer: bytes === undefined ? [] : [bytes.buffer] })
    await fetch.cache.drain({ timeout: 50 })
    const again = await fetch(origin.url('/'))
    expect([await again.text(), again.headers.get('cache-control')]).toEqual(['intact', 'max-age=60'])
    expect(origin.seen).toHaveLength(1)
  })

  test('a clone is as good as the response', async () => {
    const { origin, fetch } = await setUp((request, response) => {
      if (request.url === '/') response.writeHead(302, { location: '/end' }).end()
      else response.writeHead(200, cacheable).end('twice')
    })
    const response = await fetch(origin.url('/'))
    const clone = response.clone()
    const other = clone.clone()
    expect([clone.url, clone.redirected, clone.type, other.url]).toEqual([
      ...[origin.url('/end'), true, 'basic', origin.url('/end')],
    ])
    expect(await Promise.all([response.text(), clone.text(), other.text()])).toEqual([
      'twice',
      'twice',
      'twice',
    ])
  })
})
