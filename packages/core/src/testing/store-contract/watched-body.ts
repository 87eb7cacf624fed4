import type { Body } from '../../ports/body.ts'
import type { CallWatch } from './call-watch.ts'

/** A body of the store on trial: each of its chunks has to come in time. */
export function watchedBody(inner: Body, watch: CallWatch): Body {
  return {
    bytes: inner.bytes,
    length: inner.length,
    cancel: () => {
      inner.cancel()
    },
    [Symbol.asyncIterator]: () => {
      const iterator = inner[Symbol.asyncIterator]()
      return {
        next: async () =>
          watch.ask({
            call: 'the next chunk of a body',
            work: () => iterator.next(),
            describe: (result) => (result.done === true ? 'the end' : `${result.value.length} bytes`),
          }),
        return: async () => (await iterator.return?.()) ?? { done: true, value: undefined },
      }
    },
  }
}
