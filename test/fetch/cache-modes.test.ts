import { describe, expect, test } from '@jest/globals'
import type { CacheMode } from '@cachechart/core'
import { inMode, setUp, type Stage } from './stage.ts'

type Situation = 'missing' | 'fresh' | 'stale'

/** What the origin sees: nothing, a whole request, or one with the validators of the stored response. */
type Asked = 'nothing' | 'whole' | 'condition'

interface Row {
  readonly mode: CacheMode
  readonly situation: Situation
  readonly asked: Asked
  readonly body: 'old' | 'new' | 'network error'
  /** What is stored afterwards. */
  readonly kept: 'old' | 'new' | 'nothing'
}

/** Fetch §2.2.5 and §4.5 (HTTP-network-or-cache fetch), mode by mode. */
const rows: readonly Row[] = [
  { mode: 'default', situation: 'missing', asked: 'whole', body: 'new', kept: 'new' },
  { mode: 'default', situation: 'fresh', asked: 'nothing', body: 'old', kept: 'old' },
  { mode: 'default', situation: 'stale', asked: 'condition', body: 'new', kept: 'new' },
  { mode: 'no-store', situation: 'missing', asked: 'whole', body: 'new', kept: 'nothing' },
  { mode: 'no-store', situation: 'fresh', asked: 'whole', body: 'new', kept: 'old' },
  { mode: 'no-store', situation: 'stale', asked: 'whole', body: 'new', kept: 'old' },
  { mode: 'reload', situation: 'missing', asked: 'whole', body: 'new', kept: 'new' },
  { mode: 'reload', situation: 'fresh', asked: 'whole', body: 'new', kept: 'new' },
  { mode: 'reload', situation: 'stale', asked: 'whole', body: 'new', kept: 'new' },
  { mode: 'no-cache', situation: 'missing', asked: 'whole', body: 'new', kept: 'new' },
  { mode: 'no-cache', situation: 'fresh', asked: 'condition', body: 'new', kept: 'new' },
  { mode: 'no-cache', situation: 'stale', asked: 'condition', body: 'new', kept: 'new' },
  { mode: 'force-cache', situation: 'missing', asked: 'whole', body: 'new', kept: 'new' },
  { mode: 'force-cache', situation: 'fresh', asked: 'nothing', body: 'old', kept: 'old' },
  { mode: 'force-cache', situation: 'stale', asked: 'nothing', body: 'old', kept: 'old' },
  { mode: 'only-if-cached', situation: 'missing', asked: 'nothing', body: 'network error', kept: 'nothing' },
  { mode: 'only-if-cached', situation: 'fresh', asked: 'nothing', body: 'old', kept: 'old' },
  { mode: 'only-if-cached', situation: 'stale', asked: 'nothing', body: 'old', kept: 'old' },
]

/** An origin whose response changes once the situation is there. */
async function stageWith(
  situation: Situation,
  interpreter: 'table' | 'xstate' = 'table',
): Promise<{ readonly stage: Stage; readonly url: string }> {
  let version = 'old'
  const stage = await setUp(
    (_request, response) => {
      response.writeHead(200, { 'cache-control': 'max-age=60', etag: `"${version}"` }).end(version)
    },
    { interpreter },
  )
  const url = stage.origin.url('/page')
  if (situation !== 'missing') await (await stage.fetch(url)).text()
  if (situation === 'stale') stage.pass(61)
  version = 'new'
  return { stage, url }
}

const asked = ({ origin }: Stage, since: number): Asked => {
  const request = origin.seen[since]
  if (request === undefined) return 'nothing'
  return request.headers['if-none-match'] === undefined ? 'whole' : 'condition'
}

describe.each(['table', 'xstate'] as const)(
  'the cache modes of the Fetch standard, on the %s',
  (interpreter) => {
    test.each(rows)(
      '$mode, $situation: the origin is asked for $asked, the caller gets $body',
      async (row) => {
        const { stage, url } = await stageWith(row.situation, interpreter)
        const before = stage.origin.seen.length
        const outcome = await stage.fetch(url, { cache: row.mode }).then(
          (response) => response.text(),
          (error: Error) => {
            expect(error).toMatchObject({
              name: 'TypeError',
              message: 'fetch failed',
              cause: { code: 'ERR_NOT_STORED' },
            })
            return 'network error'
          },
        )
        expect({ asked: asked(stage, before), body: outcome }).toEqual({ asked: row.asked, body: row.body })
        expect(stage.origin.seen.length - before).toBe(row.asked === 'nothing' ? 0 : 1)
      },
    )

    test.each(rows)('$mode, $situation: what is stored afterwards is $kept', async (row) => {
      const { stage, url } = await stageWith(row.situation, interpreter)
      await stage.fetch(url, { cache: row.mode }).then(
        (response) => response.text(),
        () => undefined,
      )
      const later = await stage.fetch(url, { cache: 'only-if-cached' }).then(
        (response) => response.text(),
        () => 'nothing',
      )
      expect(later).toBe(row.kept)
    })
  },
)

describe('the cache mode of a call', () => {
  test('a Request says the mode as well as init does', async () => {
    const { stage, url } = await stageWith('fresh')
    expect(await (await stage.fetch(new Request(url, inMode('reload')))).text()).toBe('new')
  })

  test('init has the last word over the mode of a Request', async () => {
    const { stage, url } = await stageWith('fresh')
    const request = new Request(url, inMode('reload'))
    expect(await (await stage.fetch(request, { cache: 'default' })).text()).toBe('old')
  })

  test('only-if-cached needs no same-origin mode, for there is no origin here, and takes one', async () => {
    const { stage, url } = await stageWith('fresh')
    const response = await stage.fetch(url, { cache: 'only-if-cached', mode: 'same-origin' })
    expect(await response.text()).toBe('old')
  })

  test('only-if-cached as a directive of the request is answered as HTTP has it: by a 504', async () => {
    const { origin, fetch } = await setUp((_request, response) => response.end('not asked'))
    const response = await fetch(origin.url('/'), { headers: { 'cache-control': 'only-if-cached' } })
    expect([response.status, origin.seen]).toEqual([504, []])
  })

  test.each(['If-None-Match', 'If-Modified-Since', 'If-Match', 'If-Unmodified-Since', 'If-Range'])(
    'a request with its own %s is no-store in default mode',
    async (name) => {
      const { stage, url } = await stageWith('fresh')
      const response = await stage.fetch(url, { headers: { [name]: '"mine"' } })
      expect(await response.text()).toBe('new')
      expect(stage.origin.seen[1]?.headers[name.toLowerCase()]).toBe('"mine"')
      expect(await (await stage.fetch(url)).text()).toBe('old')
    },
  )

  test('a 304 to the caller’s own condition is the caller’s', async () => {
    const stage = await setUp((request, response) => {
      response.writeHead(request.headers['if-none-match'] === undefined ? 200 : 304, { etag: '"1"' }).end()
    })
    const response = await stage.fetch(stage.origin.url('/'), { headers: { 'if-none-match': '"1"' } })
    expect([response.status, response.body]).toEqual([304, null])
  })
})
