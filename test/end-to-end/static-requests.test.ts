import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals'
import { createFront } from '../fixtures/create-front.ts'
import { createFileTree, type FileTree } from '../fixtures/file-tree.ts'
import { ask, type Answer, type Front } from '../fixtures/front.ts'
import { staticOrigin, type StaticOrigin } from '../fixtures/static-origin.ts'
import { strike, type Setting } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { ways } from '../fixtures/ways.ts'

const path = '/made/65537-bytes.bin'

let tree: FileTree
let bytes: Buffer
beforeAll(() => {
  tree = createFileTree()
  bytes = tree.files.find((file) => file.path === path)?.bytes ?? Buffer.alloc(0)
})
afterAll(() => {
  tree.remove()
})

describe.each(ways)('a static server behind the $front on the interpreter "$interpreter"', (way) => {
  let clock: VirtualClock
  let origin: StaticOrigin
  let front: Front

  beforeEach(async () => {
    clock = new VirtualClock()
    origin = await staticOrigin({ folder: tree.folder, cacheControl: 'public, max-age=60', clock })
    front = await createFront(way, { origin: origin.url, clock })
  })
  afterEach(() => strike({ front, origin, clock }))

  const get = (headers: Readonly<Record<string, string>> = {}): Promise<Answer> =>
    ask(front, path, { headers })
  const head = (): Promise<Answer> => ask(front, path, { method: 'HEAD' })
  const statuses = (): readonly string[] => origin.take().map(({ method, status }) => `${method} ${status}`)
  const cacheStatus = ({ headers }: Answer): string | null => headers.get('cache-status')

  test('cold, HEAD is forwarded, and nothing is stored', async () => {
    const answer = await head()
    expect([answer.status, answer.body.length, answer.headers.get('content-length')]).toEqual([
      200,
      0,
      '65537',
    ])
    expect(cacheStatus(answer)).toBe('cachechart; fwd=uri-miss')
    expect(cacheStatus(await get())).toBe('cachechart; fwd=uri-miss; stored')
    expect(statuses()).toEqual(['HEAD 200', 'GET 200'])
  })

  test('warm, HEAD is answered from the cache, with the fields of a GET', async () => {
    const whole = await get()
    clock.pass(10)
    const answer = await head()
    expect([answer.status, answer.body.length, cacheStatus(answer)]).toEqual([
      200,
      0,
      'cachechart; hit; ttl=50',
    ])
    for (const name of ['content-length', 'content-type', 'etag', 'last-modified', 'date', 'cache-control']) {
      expect([name, answer.headers.get(name)]).toEqual([name, whole.headers.get(name)])
    }
    expect([answer.headers.get('content-length'), answer.headers.get('age')]).toEqual(['65537', '10'])
    expect(statuses()).toEqual(['GET 200'])
  })

  test('expired, HEAD is validated, and makes the stored response fresh for a GET', async () => {
    await get()
    clock.pass(100)
    expect(cacheStatus(await head())).toBe('cachechart; fwd=stale; fwd-status=304')
    const answer = await get()
    expect([answer.body.equals(bytes), cacheStatus(answer)]).toEqual([true, 'cachechart; hit; ttl=60'])
    expect(statuses()).toEqual(['GET 200', 'HEAD 304'])
  })

  test.each([
    ['bytes=0-99', 0, 100],
    ['bytes=65500-', 65_500, 65_537],
    ['bytes=30000-40000', 30_000, 40_001],
  ])(
    'a request for %s gets those bytes, once from the origin, and then from what is stored',
    async (range, from, to) => {
      const parts = [await get({ range }), await get({ range })]
      const whole = await get()
      parts.push(await get({ range }))
      for (const part of parts) {
        expect([part.status, part.body.equals(bytes.subarray(from, to))]).toEqual([206, true])
        expect(part.headers.get('content-range')).toBe(`bytes ${from}-${to - 1}/65537`)
        expect(part.headers.get('content-length')).toBe(String(to - from))
      }
      expect([whole.status, whole.body.equals(bytes)]).toEqual([200, true])
      expect(parts.map(cacheStatus)).toEqual([
        'cachechart; fwd=uri-miss; stored',
        'cachechart; hit; ttl=60',
        'cachechart; hit; ttl=60',
      ])
      // sirv's entity tags are weak, so that a part and its rest could not be put together: the whole is asked for.
      expect(statuses()).toEqual(['GET 206', 'GET 200'])
    },
  )

  test('a request for bytes beyond the end is told so', async () => {
    await get()
    const answer = await get({ range: 'bytes=70000-' })
    expect([answer.status, answer.headers.get('content-range')]).toEqual([416, 'bytes */65537'])
    expect(cacheStatus(await get())).toMatch(/^cachechart; hit/)
    expect(statuses()).toEqual(['GET 200'])
  })

  test('a client that has the response already is told so', async () => {
    const whole = await get()
    clock.pass(10)
    statuses()
    const answer = await get({ 'if-none-match': whole.headers.get('etag') ?? '' })
    expect([answer.status, answer.body.length]).toEqual([304, 0])
    // A caller of fetch with conditions has a cache of its own: the Fetch standard leaves them to the origin.
    expect([cacheStatus(answer), ...statuses()]).toEqual(
      way.front === 'gateway' ? ['cachechart; hit; ttl=50'] : ['cachechart; fwd=bypass', 'GET 304'],
    )
    expect((await get()).body.equals(bytes)).toBe(true)
  })

  test('a client that has another response gets this one', async () => {
    await get()
    const answer = await get({ 'if-none-match': '"another"' })
    expect([answer.status, answer.body.equals(bytes)]).toEqual([200, true])
  })
})

describe.each(ways.slice(0, 2))(
  'a static server behind the gateway on the interpreter "$interpreter"',
  (way) => {
    let setting: Setting
    afterEach(() => strike(setting))

    test('answers a client’s own conditions with 304, expired or by date, and validates with its own', async () => {
      const clock = new VirtualClock()
      const origin = await staticOrigin({ folder: tree.folder, cacheControl: 'public, max-age=60', clock })
      const front = await createFront(way, { origin: origin.url, clock })
      setting = { front, origin, clock }
      const answerTo = async (name: string, value: string | null) => {
        const { status, headers } = await ask(front, path, { headers: { [name]: value ?? '' } })
        return [status, headers.get('cache-status')]
      }
      const { headers } = await ask(front, path)
      const byDate = await answerTo('if-modified-since', headers.get('last-modified'))
      expect(byDate).toEqual([304, 'cachechart; hit; ttl=60'])
      clock.pass(100)
      const expired = await answerTo('if-none-match', headers.get('etag'))
      expect(expired).toEqual([304, 'cachechart; fwd=stale; fwd-status=304'])
      expect(origin.take().map(({ status }) => status)).toEqual([200, 304])
    })
  },
)
