import type { Body } from '../ports/body.ts'

/**
 * The body of a stored response that stands in for an error. When it breaks off, too, the reader is told of both: what
 * went wrong first is what has to be mended.
 */
export const standingInBody = (body: Body, first: unknown): Body => {
  if (body.bytes !== undefined) return body
  return {
    bytes: undefined,
    length: body.length,
    cancel: () => {
      body.cancel()
    },
    async *[Symbol.asyncIterator]() {
      try {
        yield* body
      } catch (second) {
        throw new AggregateError(
          [first, second],
          'the origin failed, and the stored response that stood in for it broke off',
          { cause: second },
        )
      }
    },
  }
}
