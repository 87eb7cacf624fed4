import type { AdapterAnswer } from './adapter-front.ts'
import { readBody } from './read-body.ts'

/** What became of a request. */
export interface Told {
  /**
   * `200 body`; `200, then broken` where the body breaks off; `502 problem` where the adapter makes a problem document
   * of an error; `rejected` where it hands the error to its caller.
   */
  readonly line: string
  readonly headers: Headers
  /** What Cache-Status says, without the cache's name and the time that is left. RFC 9211 */
  readonly said: string
}

/** Asks, and reads what comes to its end. */
export async function tell(asking: () => Promise<AdapterAnswer>): Promise<Told> {
  let answer: AdapterAnswer
  try {
    answer = await asking()
  } catch {
    return { line: 'rejected', headers: new Headers(), said: '' }
  }
  const { headers } = answer
  return { line: await lineOf(answer), headers, said: saidIn(headers) }
}

async function lineOf({ status, headers, body }: AdapterAnswer): Promise<string> {
  try {
    const text = body === null ? '' : (await readBody(body)).toString()
    return headers.get('content-type') === 'application/problem+json'
      ? `${status} problem`
      : `${status} ${text}`.trimEnd()
  } catch {
    return `${status}, then broken`
  }
}

const saidIn = (headers: Headers): string =>
  (headers.get('cache-status') ?? '').replace(/^cachechart; /, '').replace(/; ttl=-?\d+/, '')
