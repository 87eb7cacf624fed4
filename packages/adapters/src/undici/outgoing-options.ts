import { fieldValue, type BackendRequest } from '@cachechart/core'
import type { Dispatcher } from 'undici'
import type { Call } from './call.ts'
import { headerRecord } from './field-record.ts'

/**
 * How the dispatcher below is asked: exactly as the caller has asked where that is what the cache wants, and otherwise
 * with headers in the same form, as interceptors below may rely on it.
 */
export function outgoingOptions(request: BackendRequest, call: Call): Dispatcher.DispatchOptions {
  const { options, url, fields } = call.parts
  // Later on the caller's headers may be others, and an iterator of them is used up.
  const isAsAsked = request.method === options.method && request.fields === fields && request.url === url
  if (call.isSending && isAsAsked && isRepeatable(options.headers)) return options
  const pathAt = request.url.indexOf('/', request.url.indexOf('://') + 3)
  return {
    ...options,
    // What a HEAD is answered with is brought up to date by a GET.
    method: request.method,
    ...(request.url === url ? {} : { origin: request.url.slice(0, pathAt) }),
    path: request.url.slice(pathAt),
    query: undefined as unknown as Record<string, never>, // undici takes it for none; its types do not say so
    headers: isList(options.headers) ? [...request.fields] : headerRecord(request.fields),
    ...(closes(fields) ? { reset: true } : {}),
  }
}

type Headers = Dispatcher.DispatchOptions['headers']

/** A list of pairs is for undici's interceptors alone: its clients take it for names and values in turn. */
const isRepeatable = (headers: Headers): boolean =>
  Array.isArray(headers) ? !Array.isArray(headers[0]) : !isList(headers)

const isList = (headers: Headers): boolean =>
  typeof headers === 'object' && headers !== null && Symbol.iterator in headers

/** Connection is for the next hop alone, and not handed on; what it asks of undici's connection is said in another way. */
function closes(fields: BackendRequest['fields']): boolean {
  const options = fieldValue(fields, 'connection')?.toLowerCase().split(',') ?? []
  return options.some((option) => option.trim() === 'close')
}
