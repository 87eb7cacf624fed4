import { fieldValue, type Backend, type BackendRequest, type FieldLines } from '@cachechart/core'
import { toFieldLines } from '../fetch-standard/field-lines.ts'
import { ReplyBody } from '../fetch-standard/reply-body.ts'
import { contentCodings, isDecodedByFetch, withoutCoding } from './content-codings.ts'
import { Onward } from './fetch-call.ts'
import { toFetchFailure } from './fetch-failure.ts'
import { parseTarget } from './parse-target.ts'
import { OpaqueRedirectError } from './opaque-redirect-error.ts'
import { outgoingInit } from './outgoing-init.ts'

const untouched = new Onward()

/**
 * From when on the fetch underneath can be stopped. `always`: it is given a signal, which makes a call dearer by a tenth
 * and keeps what belongs to it in memory until the next full collection. `fromHead`: it goes without where somebody waits
 * for the head who cannot leave; once that is there the body can be cancelled.
 */
export type Stoppable = 'always' | 'fromHead'

/** A `Backend` over a fetch. What it replies describes the bytes that it hands out, which fetch has decoded. */
export const fetchBackend = (
  underlying: typeof globalThis.fetch,
  stoppable: Stoppable = 'always',
): Backend => ({
  async send(request, signal) {
    const onward = request.context instanceof Onward ? request.context : untouched
    // Nobody waits for a refresh, which therefore tells nobody of what is on its way. It may be stopped at any time.
    const isUntied = stoppable === 'fromHead' && request.onInformation !== undefined
    try {
      const init = outgoingInit(request, onward, isUntied ? undefined : signal)
      const response = await underlying(targetOf(request, onward), init)
      if (isUntied && signal.aborted) abandon(response, signal)
      if (response.type === 'opaqueredirect') throw new OpaqueRedirectError(request.url)
      onward.land(response)
      const { status, statusText: reason } = response
      const fields = toFieldLines(response.headers)
      if (response.body === null || request.method === 'HEAD') return { status, reason, fields, body: null }
      const body = new ReplyBody(response.body, (thrown) => toFetchFailure(thrown, signal))
      const codings = contentCodings(fields)
      const bytes = codings.length === 0 ? await wholeOf(body, fields) : undefined
      if (bytes !== undefined) return { status, reason, fields, body: bytes }
      if (isUntied) stopWith(signal, body)
      const isDecoded = await isBodyDecoded(codings, body)
      return { status, reason, fields: isDecoded ? withoutCoding(fields) : fields, body }
    } catch (error) {
      throw toFetchFailure(error, signal)
    }
  },
})

/** The cache has no use for it any more. */
function abandon({ body }: Response, signal: AbortSignal): never {
  body?.cancel().catch(() => undefined) // it broke by itself
  throw signal.reason
}

function stopWith(signal: AbortSignal, body: ReplyBody): void {
  const stop = (): void => void body.return()
  if (signal.aborted) stop()
  else signal.addEventListener('abort', stop)
}

/** A short body comes with its head. As bytes it needs no stream on its way. */
function wholeOf(body: ReplyBody, fields: FieldLines): Promise<Uint8Array | undefined> | undefined {
  const length = fieldValue(fields, 'content-length')
  return length === null ? undefined : body.whole(Number(length))
}

/** The caller's own Request, unless a hook has sent this one elsewhere. */
const targetOf = ({ url }: BackendRequest, { input }: Onward): string | Request =>
  input !== undefined && parseTarget(input.url) === url ? input : url

const zstdMagic = [0x28, 0xb5, 0x2f, 0xfd]

/** Some fetches decode zstd and some do not; the first bytes of the body tell (RFC 8878 §3.1.1). */
async function isBodyDecoded(codings: readonly string[], body: ReplyBody): Promise<boolean> {
  if (codings.at(-1) !== 'zstd') return isDecodedByFetch(codings)
  const start = await body.peek()
  return !zstdMagic.every((byte, index) => start?.[index] === byte)
}
