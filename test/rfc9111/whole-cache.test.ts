import { spawnSync } from 'node:child_process'
import { BackendError, type CacheResponse } from '@cachechart/core'
import { describe, expect, jest, test } from '@jest/globals'
import { repositoryRoot } from '../architecture/source-file.ts'
import { fieldOf, get, settle, stage, storeOne, textOf, type Stage } from '../driver/stage.ts'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

const fresh = ['Cache-Control', 'max-age=60'] as const

/** What the store was asked to take. */
const taken = ({ store }: Stage): unknown[] => store.calls.filter(({ operation }) => operation === 'put')

describe('trailer fields', () => {
  test('reach the client of the reply apart from its header fields, and nobody after it (RFC 9111 §3.1)', async () => {
    const { cache, backend } = stage()
    backend.reply({ fields: [...fresh], trailers: ['X-Sum', '4'] }, 'body')
    const first = await cache.handle(get())
    expect([await textOf(first), first.trailers(), fieldOf(first, 'x-sum')]).toEqual([
      'body',
      ['X-Sum', '4'],
      undefined,
    ])
    await settle()
    const hit = await cache.handle(get())
    expect([hit.source, hit.trailers(), fieldOf(hit, 'x-sum')]).toEqual(['stored', [], undefined])
  })
})

describe('no-store', () => {
  test.each([
    ['of a request (RFC 9111 §5.2.1.5)', ['Cache-Control', 'no-store'], [...fresh]],
    ['of a response (RFC 9111 §5.2.2.5)', [], ['Cache-Control', 'no-store, max-age=60', 'ETag', '"1"']],
  ])('%s keeps all of it out of the store, and from every other request', async (_whose, asked, answered) => {
    const set = stage()
    const requests = [1, 2].map(() => set.cache.handle(get(undefined, ...asked)))
    set.backend.reply({ fields: answered }, 'one')
    set.backend.reply({ fields: answered }, 'two')
    const bodies = await Promise.all(requests.map(async (request) => textOf(await request)))
    expect(bodies).toEqual(['one', 'two'])
    await settle()
    set.backend.reply({ fields: answered }, 'three')
    expect(await textOf(await set.cache.handle(get()))).toBe('three')
    await settle()
    expect(set.backend.calls).toHaveLength(3)
    const ofOthers = asked.length === 0 ? 0 : 1
    expect(taken(set)).toHaveLength(ofOthers)
    expect(set.cache.inFlight()).toEqual([])
  })

  test('does not concern what is stored already (RFC 9111 §5.2.1.5)', async () => {
    const set = stage()
    await storeOne(set)
    set.backend.reply({ fields: [...fresh] }, 'other')
    expect(await textOf(await set.cache.handle(get(undefined, 'Cache-Control', 'no-store')))).toBe('other')
    expect(await textOf(await set.cache.handle(get()))).toBe('one')
  })
})

describe('must-revalidate, when the origin is not there (RFC 9111 §5.2.2.2)', () => {
  test.each([
    ['ERR_BACKEND_TIMEOUT', 504],
    ['ERR_BACKEND_UNREACHABLE', 502],
  ] as const)('is an error: %s, for which a gateway answers %d', async (code, status) => {
    const set = stage({ policy: { staleIfError: 600, staleWhileRevalidate: 600 } })
    set.backend.reply({ fields: ['Cache-Control', 'max-age=60, must-revalidate', 'ETag', '"1"'] }, 'one')
    await textOf(await set.cache.handle(get()))
    await settle()
    set.clock.advance(61_000)
    set.backend.fail(new BackendError(code, 'gone'))
    const asked = set.cache.handle(get(undefined, 'Cache-Control', 'max-stale, stale-if-error=600'))
    await expect(asked).rejects.toMatchObject({ code, status })
  })
})

describe('the content', () => {
  test('is that of the origin, whether or not no-transform stands there (RFC 9111 §5.2.1.6, §5.2.2.6)', async () => {
    for (const directives of ['max-age=60', 'max-age=60, no-transform']) {
      const { cache, backend } = stage()
      const coded = ['Content-Type', 'image/png', 'Content-Encoding', 'br', 'Content-Length', '3']
      backend.reply({ fields: ['Cache-Control', directives, ...coded] }, 'a\nb')
      const request = get(undefined, 'Cache-Control', 'no-transform', 'Accept-Encoding', 'gzip')
      const first = await cache.handle(request)
      expect(await textOf(first)).toBe('a\nb')
      expect(backend.requests[0]?.fields).toEqual(request.fields)
      await settle()
      const hit = await cache.handle(get())
      expect([hit.source, await textOf(hit), fieldOf(hit, 'cache-control')]).toEqual([
        'stored',
        'a\nb',
        directives,
      ])
      for (const name of ['content-type', 'content-encoding', 'content-length']) {
        expect(fieldOf(hit, name)).toBe(fieldOf(first, name))
      }
    }
  })
})

describe('cache directives', () => {
  const names = ['cache-control', 'cdn-cache-control', 'edge-cache-control']
  const directivesOf = (response: CacheResponse) => names.map((name) => fieldOf(response, name))

  test('pass through in both directions, known or not (RFC 9111 §5.2, RFC 9213 §2.2)', async () => {
    const set = stage()
    const said = 'max-age=0, community="UCI", X=1'
    const asked = ['Cache-Control', 'max-age=0, community=UCI', 'Pragma', 'no-cache']
    const targeted = ['CDN-Cache-Control', 'max-age=0', 'Edge-Cache-Control', 'max-age=5']
    set.backend.reply({ fields: ['Cache-Control', said, ...targeted, 'ETag', '"1"'] }, 'one')
    expect(directivesOf(await set.cache.handle(get(undefined, ...asked)))).toEqual([
      said,
      'max-age=0',
      'max-age=5',
    ])
    await settle()
    set.backend.reply({ status: 304, fields: ['ETag', '"1"'] })
    const validated = await set.cache.handle(get(undefined, ...asked))
    expect([validated.source, ...directivesOf(validated)]).toEqual(['stored', said, 'max-age=0', 'max-age=5'])
    expect(set.backend.requests.map(({ fields }) => fields.slice(0, 4))).toEqual([asked, asked])
  })
})

describe('Warning (RFC 9111 §5.5)', () => {
  test('is kept where the origin wrote it, and never written', async () => {
    const set = stage()
    await storeOne(set, 'Warning', '214 - "of the origin"')
    set.clock.advance(70_000)
    const stale = await set.cache.handle(get(undefined, 'Cache-Control', 'max-stale'))
    expect([fieldOf(stale, 'age'), fieldOf(stale, 'warning')]).toEqual(['70', '214 - "of the origin"'])
    const silent = stage()
    await storeOne(silent)
    silent.clock.advance(70_000)
    const served = await silent.cache.handle(get(undefined, 'Cache-Control', 'max-stale'))
    expect([fieldOf(served, 'age'), fieldOf(served, 'warning')]).toEqual(['70', undefined])
  })
})

describe('a local time zone', () => {
  const program = `
    import { formatHttpDate, parseHttpDate } from './packages/core/src/http/http-date.ts'
    const dates = ['Sun, 06 Nov 1994 08:49:37 GMT', 'Sunday, 06-Nov-94 08:49:37 GMT', 'Sun Nov  6 08:49:37 1994']
    const times = dates.map((date) => parseHttpDate(date, 784111777000))
    console.log(JSON.stringify([new Date(0).getTimezoneOffset(), times, formatHttpDate(784111777000)]))
  `
  const options = ['--conditions=source', '--disable-warning=ExperimentalWarning', '--input-type=module']

  test.each([
    ['UTC', 0],
    ['Pacific/Kiritimati', 640],
    ['America/St_Johns', 210],
  ])('has no influence on dates: %s (RFC 9111 §4.2)', (zone, offset) => {
    const { stdout, stderr } = spawnSync(process.execPath, [...options, '-e', program], {
      cwd: repositoryRoot,
      encoding: 'utf8',
      env: { ...process.env, TZ: zone },
    })
    expect(stderr).toBe('')
    const time = 784_111_777_000
    expect(JSON.parse(stdout)).toEqual([offset, [time, time, time], 'Sun, 06 Nov 1994 08:49:37 GMT'])
  })
})
