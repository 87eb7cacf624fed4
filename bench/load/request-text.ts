import { requestFields } from '../contenders/sample-messages.ts'
import type { RequestShape } from './load.ts'

/** The request's fields, a line each. */
export const requestLines = ({ fields = [] }: RequestShape): string[] =>
  [requestFields, fields].flatMap((list) =>
    list.flatMap((name, index) => (index % 2 === 0 ? [`${name}: ${list[index + 1] ?? ''}`] : [])),
  )

/** What goes over the wire, for a path. */
export const requestText =
  (authority: string, shape: RequestShape) =>
  (path: string): string =>
    [`${shape.method ?? 'GET'} ${path} HTTP/1.1`, `Host: ${authority}`, ...requestLines(shape), '', ''].join(
      '\r\n',
    )
