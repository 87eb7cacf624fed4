import type { Ask, Front, Opening } from '../fixtures/front.ts'
import { readBody } from '../fixtures/read-body.ts'

/** What became of a request. */
export interface Told {
  /**
   * `200 body`; `200, then broken` where the body breaks off; `502 problem` where the adapter makes a response of an
   * error; `rejected` where it hands the error to its caller.
   */
  readonly line: string
  readonly headers: Headers
  /** What Cache-Status says, without the cache's name and the time that is left. RFC 9211 */
  readonly said: string
}

export async function tell(front: Pick<Front, 'open'>, path: string, ask: Ask): Promise<Told> {
  let opening: Opening
  try {
    opening = await front.open(path, ask)
  } catch {
    return { line: 'rejected', headers: new Headers(), said: '' }
  }
  const { headers } = opening
  return { line: await lineOf(opening), headers, said: saidIn(headers) }
}

async function lineOf({ status, headers, body }: Opening): Promise<string> {
  try {
    const text = (await readBody(body)).toString()
    return headers.get('content-type') === 'application/problem+json'
      ? `${status} problem`
      : `${status} ${text}`.trimEnd()
  } catch {
    return `${status}, then broken`
  }
}

const saidIn = (headers: Headers): string =>
  (headers.get('cache-status') ?? '').replace(/^cachechart; /, '').replace(/; ttl=-?\d+/, '')
