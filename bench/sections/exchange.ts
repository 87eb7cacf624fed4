import { request as send } from 'undici'
import { bodyOf, paths } from '../contenders/sample-messages.ts'
import type { RequestShape } from '../load/load.ts'

/** A request, and what every server has to answer it with. */
export interface Exchange {
  readonly path: string
  readonly request: RequestShape
  /** The bytes from `from` to before `to` of a body of so many bytes. */
  readonly body: { readonly length: number; readonly from: number; readonly to: number }
}

const whole = (length: number) => ({ length, from: 0, to: length })

/** A plain GET for the sample. */
export const plainly = (path: string = paths.fresh): Exchange => ({ path, request: {}, body: whole(1024) })

/** A plain GET for a body of so many bytes. */
export const sized = (length: number): Exchange => ({
  path: paths.sized + String(length),
  request: {},
  body: whole(length),
})

/** An answer as it came, its field lines as they were written. */
export interface SeenAnswer {
  readonly status: number
  readonly fields: readonly string[]
  readonly bytes: Uint8Array
}

/** Sends the request once. @throws Error when the answer is not what it has to be */
export async function exchangeWith(url: string, exchange: Exchange): Promise<SeenAnswer> {
  const { method = 'GET', fields: own = [] } = exchange.request
  const { statusCode, headers, body } = await send(url + exchange.path, {
    method,
    headers: [...own],
    responseHeaders: 'raw',
  })
  const bytes = new Uint8Array(await body.arrayBuffer())
  const fields = headers as unknown as string[] // with `raw` it is a list, which undici's types don't say
  requireRight({ status: statusCode, fields, bytes }, exchange)
  return { status: statusCode, fields, bytes }
}

function requireRight({ status, bytes }: SeenAnswer, { path, request, body }: Exchange): void {
  const expected = bodyOf(body.length).subarray(body.from, body.to)
  const isRight = status === (request.status ?? 200) && Buffer.compare(bytes, expected) === 0
  if (isRight) return
  throw new Error(`${path}: not the right answer: ${status} with ${bytes.length} bytes`)
}

/** Asks a cache for the whole: what is asked for in part, on a condition or without a body is answered from that. */
const prime = (url: string, { path, body: { length } }: Exchange): Promise<SeenAnswer> =>
  exchangeWith(url, { path, request: {}, body: whole(length) })

/** Has a cache store the whole, and looks at what it answers from then on. */
export async function answerOfCache(url: string, exchange: Exchange): Promise<SeenAnswer> {
  await prime(url, exchange)
  await exchangeWith(url, exchange)
  return exchangeWith(url, exchange)
}
