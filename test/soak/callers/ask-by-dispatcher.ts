import type { Dispatcher } from 'undici'
import { askerField } from '../label.ts'
import { soakHost } from '../resource.ts'
import type { Errand } from '../client/errand.ts'
import { splitLine } from './ask-by-fetch.ts'
import type { AnswerBody, Ask } from './ask.ts'

/** Asks by the `request` of a dispatcher of undici. */
export const askByDispatcher =
  (dispatcher: Dispatcher): Ask =>
  async (errand, signal) => {
    const { statusCode, headers, body } = await dispatcher.request(toOptions(errand, signal))
    return { head: { status: statusCode, fields: fieldsOf(headers) }, body: bodyOf(body) }
  }

function toOptions(
  { id, method, resource, language, fields, content }: Errand,
  signal: AbortSignal,
): Dispatcher.RequestOptions {
  return {
    origin: `http://${soakHost}`,
    path: resource.path,
    method,
    headers: {
      'accept-language': language,
      [askerField]: String(id),
      ...Object.fromEntries(fields.map(splitLine)),
    },
    signal,
    ...(method === 'POST' ? { body: 'x'.repeat(content) } : {}),
  }
}

const fieldsOf = (headers: Dispatcher.ResponseData['headers']): ReadonlyMap<string, string> =>
  new Map(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), Array.isArray(value) ? value.join(', ') : value]],
    ),
  )

function bodyOf(body: Dispatcher.ResponseData['body']): AnswerBody {
  const pieces = body[Symbol.asyncIterator]()
  return {
    async read() {
      const { value, done } = await pieces.next()
      return done === true ? undefined : value
    },
    leave() {
      body.destroy()
    },
  }
}
