import { fieldValue, type FieldLines, type Overrides } from '@cachechart/core'
import type { FakeReplyHead } from '@cachechart/core/testing'

/** Chance, as a seed has it. */
export interface Chance {
  readonly random: () => number
  readonly pick: <Item>(items: readonly [Item, ...Item[]]) => Item
}

type Asked = readonly [method: string, fields: FieldLines]

const users: readonly [FieldLines, ...FieldLines[]] = [
  [],
  ['Cookie', 'session=ada'],
  ['cookie', 'session=ada'],
  ['Cookie', 'session=bob', 'Cookie', 'theme=dark'],
  ['COOKIE', ' session=bob, theme=dark'],
  ['Authorization', 'Basic YWRhOnNlY3JldA=='],
  ['Authorization', 'Bearer bob', 'Cookie', 'session=bob'],
  ['X-Token', 'one, two'],
  ['x-token', 'one,two'],
]

const wishes: readonly [Asked, ...Asked[]] = [
  ['GET', []],
  ['GET', []],
  ['GET', []],
  ['GET', []],
  ['GET', ['Accept-Language', 'de']],
  ['GET', ['Cache-Control', 'no-cache']],
  ['GET', ['Cache-Control', 'only-if-cached']],
  ['GET', ['Cache-Control', 'max-stale=60']],
  ['GET', ['Range', 'bytes=0-1']],
  ['GET', ['Range', 'bytes=0-1']],
  ['GET', ['Range', 'bytes=2-4']],
  ['GET', ['Range', 'bytes=2-4', 'If-Range', '"1"']],
  ['GET', ['If-None-Match', '"1"']],
  ['HEAD', []],
  ['HEAD', ['Cache-Control', 'max-age=0']],
  ['POST', []],
  ['DELETE', []],
]

/** What a client asks for. */
export const drawRequest = ({ pick }: Chance) => {
  const [method, fields] = pick(wishes)
  return {
    method,
    url: `https://example.com/${pick(['a', 'a', 'b', 'c'])}?secret`,
    fields: [...fields, ...pick(users), 'Host', 'example.com'],
  }
}

const longLived: Overrides = { ttl: Infinity, staleIfError: undefined, surrogateKeys: ['all', 'them'] }

const overrides: readonly [Overrides | undefined, ...(Overrides | undefined)[]] = [
  undefined,
  undefined,
  undefined,
  undefined,
  longLived,
  { maxAge: 0, staleWhileRevalidate: 30, staleIfError: 30, sensitive: true },
  { vary: ['Cookie', 'X-Token'] },
  { strategy: 'fresh' },
  { strategy: 'invalidate' },
  { strategy: 'bypass' },
  { cacheMode: 'force-cache' },
  { cacheMode: 'no-store' },
  { pass: true },
  { collapse: false },
  { cacheKey: 'a key of its own' },
  { deadlines: { reply: 100, transaction: 2_000 } },
  { abort: { leader: { awaitBackend: 'stop', delivering: 'stop' } } },
  { beforeSend: (request) => request.override({ ttl: 7, surrogateKeys: ['hook'] }) },
  { beforeSend: async (request) => Promise.resolve().then(() => request.override({ maxAge: 3 })) },
  { afterSend: (candidate) => void (candidate.ttl = 9) },
  { afterSend: (candidate) => void (candidate.surrogateKeys = ['judged']) },
  { afterSend: (candidate) => void (candidate.action = 'recordUncacheable') },
  { afterSend: (candidate) => candidate.transformBody((body) => body) },
  {
    afterSend: () => {
      throw new RangeError('the hook threw')
    },
  },
  { onDirect: async () => Promise.reject(new Error('the hook rejected')) },
]

/** What is asked for beside the request. */
export const drawOverrides = ({ pick }: Chance): Overrides | undefined => pick(overrides)

const replies: readonly [FieldLines, ...FieldLines[]] = [
  ['Cache-Control', 'max-age=5', 'ETag', '"1"'],
  ['Cache-Control', 'max-age=1, stale-while-revalidate=20, stale-if-error=30', 'ETag', '"1"'],
  ['Cache-Control', 'max-age=1, stale-while-revalidate=20, stale-if-error=30', 'ETag', '"2"'],
  ['Cache-Control', 'public, max-age=5', 'Vary', 'Accept-Language'],
  ['Cache-Control', 'public, max-age=5', 'Vary', 'Cookie'],
  ['Cache-Control', 'public, max-age=1, stale-while-revalidate=9', 'Vary', 'cookie, authorization'],
  ['Cache-Control', 'public, max-age=5', 'Vary', 'X-Token'],
  ['Cache-Control', 'max-age=5', 'Set-Cookie', 'id=1; Secure', 'Set-Cookie', 'id=2', 'X-Token', 'out'],
  ['Cache-Control', 'no-store'],
  ['Cache-Control', 'max-age=5, no-cache', 'ETag', '"1"'],
  [],
]

/** The head of a reply to a request with these fields. */
export const drawReply = ({ pick, random }: Chance, fields: FieldLines): FakeReplyHead => {
  const own = pick(replies)
  if (fields.includes('If-None-Match') && random() < 0.4) return { status: 304, fields: own }
  const part = partOf(fields)
  if (part !== undefined && random() < 0.7) {
    const { first, last } = part
    const range = ['Content-Range', `bytes ${first}-${last}/5`, 'Content-Length', String(last - first + 1)]
    // Always of the same representation, so that parts can be put together.
    return { status: 206, fields: ['Cache-Control', 'max-age=5', 'ETag', '"1"', ...range] }
  }
  return random() < 0.15 ? { status: 503 } : { fields: own }
}

/** Which part of the five bytes is asked for. */
const partOf = (fields: FieldLines): { readonly first: number; readonly last: number } | undefined => {
  const [, first = '', last = ''] = /^bytes=(\d+)-(\d*)$/.exec(fieldValue(fields, 'range') ?? '') ?? []
  return first === ''
    ? undefined
    : { first: Number(first), last: last === '' ? 4 : Math.min(4, Number(last)) }
}

/** The body of a reply with this head: of five bytes, or as much of them as its length says. */
export const bodyFor = ({ fields = [] }: FakeReplyHead): string =>
  'hello'.slice(0, Number(fieldValue(fields, 'content-length') ?? 5))
