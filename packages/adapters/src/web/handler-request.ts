import type { BackendRequest } from '@cachechart/core'
import { toPairs } from '../fetch-standard/field-lines.ts'
import { withoutFragment } from './target-of.ts'

type Init = NonNullable<ConstructorParameters<typeof Request>[1]>

/**
 * The request that a handler is called with: the client's, with the fields and the signal of the cache. A body passes on
 * as it is, and so does what platforms hide in a Request of theirs (the `cf` of a worker's).
 *
 * @throws TypeError when the client's body was read already
 */
export function handlerRequest(
  outgoing: BackendRequest,
  client: Request | undefined,
  signal: AbortSignal,
): Request {
  const { method, url } = outgoing
  const init: Init = { headers: toPairs(outgoing.fields), signal }
  if (client === undefined) return new Request(url, { ...init, method, ...bodyOf(outgoing) })
  const target = withoutFragment(client.url) === url ? client : url
  try {
    return onward(target, client, method === client.method ? init : { ...init, method })
  } catch (error) {
    if (client.bodyUsed) throw error
    // A server's own class, which the platform's constructor takes for no Request.
    return new Request(url, { ...init, method, body: client.body, duplex: 'half' })
  }
}

/** A method that stays is not named: TRACE, say, is one that a constructor refuses. */
const onward = (target: Request | string, client: Request, init: Init): Request =>
  new Request(typeof target === 'string' ? new Request(target, client) : target, init)

/** The body of a request that did not come from a client. */
function bodyOf({ body }: BackendRequest): Init {
  if (body === null) return {}
  // The platform's type wants to know that the memory is not shared.
  return {
    body: (body instanceof Uint8Array ? body : streamOf(body)) as NonNullable<Init['body']>,
    duplex: 'half',
  }
}

function streamOf(body: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = body[Symbol.asyncIterator]()
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await iterator.next()
      if (done === true) controller.close()
      else controller.enqueue(value)
    },
    async cancel() {
      await iterator.return?.()
    },
  })
}
