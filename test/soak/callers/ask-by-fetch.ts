import { askerField } from '../label.ts'
import { soakHost } from '../resource.ts'
import type { Errand } from '../client/errand.ts'
import type { AnswerBody, Ask } from './ask.ts'

/** Asks what takes a Request, and gives a Response. */
export const askByFetch =
  (fetch: (request: Request) => Response | Promise<Response>): Ask =>
  async (errand, signal) => {
    const response = await fetch(toRequest(errand, signal))
    const { status, headers, body } = response
    return {
      head: { status, fields: new Map(headers) },
      body: body === null ? undefined : bodyOf(body),
    }
  }

function toRequest(
  { id, method, resource, language, fields, content }: Errand,
  signal: AbortSignal,
): Request {
  const headers = new Headers({ 'Accept-Language': language, [askerField]: String(id) })
  for (const line of fields) headers.append(...splitLine(line))
  return new Request(`http://${soakHost}${resource.path}`, {
    method,
    headers,
    signal,
    ...(method === 'POST' ? { body: 'x'.repeat(content) } : {}),
  })
}

/** A field line's name and value. */
export function splitLine(line: string): [name: string, value: string] {
  const colon = line.indexOf(':')
  return [line.slice(0, colon), line.slice(colon + 1).trim()]
}

function bodyOf(body: ReadableStream<Uint8Array>): AnswerBody {
  const reader = body.getReader()
  return {
    async read() {
      const { value } = await reader.read()
      return value
    },
    leave() {
      // Whoever cancels is not told how that went.
      reader.cancel().catch(() => undefined)
    },
  }
}
