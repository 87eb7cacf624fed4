import fc from 'fast-check'
import type { Demand } from '../use.ts'

/** What a client asks for beside the page itself. */
const asks = [
  'plain',
  'no-cache',
  'max-age=0',
  'max-age=3',
  'min-fresh=3',
  'max-stale',
  'max-stale=5',
  'only-if-cached',
  'head',
  'first bytes',
  'last bytes',
  'conditional',
  'authorization',
  'post',
  'delete',
] as const
export type Ask = (typeof asks)[number]

export const pages = ['/a', '/b'] as const
export type Page = (typeof pages)[number]
export type Language = 'en' | 'de'

/** One request, as somebody wishes it. */
export interface Wish {
  readonly page: Page
  readonly language: Language
  readonly ask: Ask
  /** How the body is taken: as it comes, or when the client is told to read on. */
  readonly reads: 'at once' | 'when told'
}

export const wishArbitrary: fc.Arbitrary<Wish> = fc.record({
  page: fc.constantFrom('/a', '/a', '/a', '/a', '/a', '/b'),
  language: fc.constantFrom('en', 'en', 'en', 'de'),
  ask: fc.oneof(
    { weight: 3, arbitrary: fc.constant('plain' as const) },
    { weight: 2, arbitrary: fc.constantFrom(...asks) },
  ),
  reads: fc.constantFrom('at once', 'at once', 'at once', 'when told'),
})

export const urlOf = (page: Page): string => `http://origin.example${page}`

export const pageOf = (url: string): Page => (url.endsWith('b') ? '/b' : '/a')

export const methodOf = (ask: Ask): string =>
  ask === 'head' || ask === 'post' || ask === 'delete' ? ask.toUpperCase() : 'GET'

/** What the request says; `tag` is of what its client has seen before. */
export const fieldsOf = ({ ask, language }: Wish, tag: string): string[] => {
  const common = ['Accept-Language', language]
  switch (ask) {
    case 'no-cache':
    case 'max-age=0':
    case 'max-age=3':
    case 'min-fresh=3':
    case 'max-stale':
    case 'max-stale=5':
    case 'only-if-cached':
      return [...common, 'Cache-Control', ask]
    case 'first bytes':
      return [...common, 'Range', 'bytes=0-3']
    case 'last bytes':
      return [...common, 'Range', 'bytes=-4']
    case 'conditional':
      return [...common, 'If-None-Match', tag]
    case 'authorization':
      return [...common, 'Authorization', 'Basic YTpi']
    default:
      return common
  }
}

/** The same for the reference. */
export const demandOf = (ask: Ask): Demand => {
  switch (ask) {
    case 'no-cache':
      return { type: 'no-cache' }
    case 'max-age=0':
      return { type: 'max-age', seconds: 0 }
    case 'max-age=3':
      return { type: 'max-age', seconds: 3 }
    case 'min-fresh=3':
      return { type: 'min-fresh', seconds: 3 }
    case 'max-stale':
      return { type: 'max-stale', seconds: Infinity }
    case 'max-stale=5':
      return { type: 'max-stale', seconds: 5 }
    default:
      return { type: 'none' }
  }
}
