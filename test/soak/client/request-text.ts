import { askerField } from '../label.ts'
import { soakHost } from '../resource.ts'
import type { Errand } from './errand.ts'

/** A request as it goes over the wire, its content included. */
export function requestText({ id, method, resource, language, fields, content }: Errand): string {
  const lines = [
    `${method} ${resource.path} HTTP/1.1`,
    `Host: ${soakHost}`,
    `Accept-Language: ${language}`,
    `${askerField}: ${id}`,
    ...fields,
    ...(method === 'POST' ? [`Content-Length: ${content}`] : []),
  ]
  return `${lines.join('\r\n')}\r\n\r\n${'x'.repeat(content)}`
}
