import { requestFields } from '../contenders/sample-messages.ts'

/** The request's fields, a line each. */
export const requestLines: readonly string[] = requestFields.flatMap((name, index) =>
  index % 2 === 0 ? [`${name}: ${requestFields[index + 1] ?? ''}`] : [],
)

/** The request as it goes over the wire. */
export const requestText = (authority: string, path: string): string =>
  [`GET ${path} HTTP/1.1`, `Host: ${authority}`, ...requestLines, '', ''].join('\r\n')
