/**
 * How a request ended. `complete`: an answer with all of its bytes. `originError`: one of the origin's own errors.
 * `gatewayError`: the adapter said that it has no answer, or its call failed. `cut`: the answer broke off within its
 * content. `left`: the client did not wait for the end. The others must not be.
 */
export type OutcomeKind =
  'complete' | 'originError' | 'gatewayError' | 'cut' | 'left' | 'hung' | 'wrong' | 'lost' | 'twice'

/** The kinds that are faults of the adapter. */
export const faultyKinds = ['hung', 'wrong', 'lost', 'twice'] as const satisfies readonly OutcomeKind[]

/** The one end of one request. */
export interface Outcome {
  readonly kind: OutcomeKind
  /** What is wrong, or which error it was. */
  readonly detail: string
  readonly milliseconds: number
  /** What `Cache-Status` said. */
  readonly cacheStatus: string
}
