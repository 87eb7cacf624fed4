import type { AdapterName } from './adapters.ts'
import { marksOnError } from './scenarios/header-operations.ts'

/** Something that an adapter does otherwise than the others, and why that is right. */
export interface Difference {
  readonly adapter: AdapterName
  /** The title of the scenario. */
  readonly scenario: string
  /** A sentence. */
  readonly reason: string
  /** What is to be seen instead. */
  readonly seen: unknown
}

/** What is a rejection elsewhere, where whoever asks is a client of HTTP. RFC 9110 §15.6 */
const toldAsResponses: readonly (readonly [scenario: string, seen: unknown])[] = [
  ['an origin that is down is an error, and the next request asks again', ['502 problem', '200 one']],
  [
    'a stale response stands in for an origin that is down, and for one that says 503',
    ['200 one', '200 one', '502 problem'],
  ],
  ['must-revalidate keeps a stale response from standing in', '502 problem'],
  [
    'an origin that takes too long is given up, and the next request asks again',
    ['504 problem', '200 one', 2],
  ],
  ['staleIfError 0 closes the window that the response opens', '502 problem'],
  ['the strategy invalidate keeps what is stored when the origin fails', ['502 problem', '200 one']],
  ['beforeSend that fails is an error, and nothing is stored', ['500 problem', '200 two']],
  ['afterSend that fails is an error, and nothing is stored', ['500 problem', '200 two']],
  ['onDirect that fails is an error', ['500 problem', 0]],
  [
    'header operations for errors are applied to the response that is made of one',
    ['502 problem', ...marksOnError],
  ],
  [
    'header operations for errors are applied to the response that is made of a hook that fails',
    ['500 problem', ...marksOnError],
  ],
]

/** All differences between the adapters that this suite can see. */
export const justifiedDifferences: readonly Difference[] = [
  ...(['gateway', 'middleware'] as const).flatMap((adapter) =>
    toldAsResponses.map(([scenario, seen]) => ({
      adapter,
      scenario,
      reason: 'A client of HTTP can be told of an error by a response alone; a program is given the error.',
      seen,
    })),
  ),
  {
    adapter: 'fetch',
    scenario: 'a client that has the stored response is told so by a 304',
    reason:
      'Fetch §4.5, step 15: a caller with conditions of its own has a cache of its own, and is passed by.',
    seen: ['304', 'fwd=bypass', '"1"', ['GET /', 'GET /']],
  },
  {
    adapter: 'middleware',
    scenario: 'beforeSend may ask for something else, under the key that was asked for',
    reason: 'A request stays with the application that it came to: whatever routes it has run already.',
    seen: ['502 problem', '502 problem', []],
  },
]
