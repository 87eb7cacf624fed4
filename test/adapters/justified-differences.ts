import type { AdapterName } from './adapter-stage.ts'

/** Where an adapter does otherwise than a scenario says, and why that is right. */
export interface JustifiedDifference {
  readonly adapter: AdapterName
  readonly scenario: string
  /** A sentence. */
  readonly because: string
}

const failedFetch =
  'answers with an error response where the fetch has failed, with the operations for errors'

export const justifiedDifferences: readonly JustifiedDifference[] = [
  {
    adapter: 'core',
    scenario: failedFetch,
    because: 'A program is given the error itself, and errorFields for the response that it makes of it.',
  },
  {
    adapter: 'fetch',
    scenario: failedFetch,
    because:
      'Fetch §5.6: a network error is a rejection; there is no response whose fields could be changed.',
  },
  {
    adapter: 'undici',
    scenario: failedFetch,
    because: 'Interceptors above, such as retry, need the very error that undici has thrown.',
  },
  {
    adapter: 'web',
    scenario: failedFetch,
    because: 'What a handler throws is for the error handling of its own framework.',
  },
  {
    adapter: 'fetch',
    scenario: 'answers a client that has the response already with a 304',
    because:
      'Fetch §4.5, step 15: a caller with conditions of its own has a cache of its own, and is passed by.',
  },
]
