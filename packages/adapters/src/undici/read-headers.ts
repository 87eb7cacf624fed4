import { MisuseError, type FieldLines } from '@cachechart/core'
import type { Dispatcher } from 'undici'

const none: FieldLines = []

/**
 * A request's headers as field lines, in every form that undici takes, and as lists of pairs, which its own interceptors
 * take as well. `undefined` for what undici refuses.
 *
 * @throws MisuseError for an iterable that yields something else than pairs of text: it cannot be read a second time
 */
export function readHeaders(headers: Dispatcher.DispatchOptions['headers']): FieldLines | undefined {
  if (headers === undefined || headers === null) return none
  if (typeof headers !== 'object') return undefined
  if (Array.isArray(headers)) return Array.isArray(headers[0]) ? readPairs(headers) : readFlat(headers)
  if (!(Symbol.iterator in headers)) return readRecord(headers)
  const lines = readPairs(headers as Iterable<unknown>) // its own types say the same
  if (lines === undefined)
    throw new MisuseError('headers that are iterable yield pairs of a name and a value')
  return lines
}

function readFlat(list: readonly unknown[]): FieldLines | undefined {
  if (list.length % 2 !== 0) return undefined
  const lines: string[] = []
  for (let index = 0; index < list.length; index += 2) {
    if (!addLines(lines, list[index], list[index + 1])) return undefined
  }
  return lines
}

function readPairs(pairs: Iterable<unknown>): FieldLines | undefined {
  const lines: string[] = []
  for (const pair of pairs) {
    if (!Array.isArray(pair) || pair.length !== 2 || !addLines(lines, pair[0], pair[1])) return undefined
  }
  return lines
}

function readRecord(record: object): FieldLines | undefined {
  const lines: string[] = []
  for (const name of Object.keys(record)) {
    if (!addLines(lines, name, record[name as keyof typeof record])) return undefined
  }
  return lines
}

/** Whether undici would take it: `undefined` is no line, `null` an empty one, and numbers and the like are text. */
function addLines(lines: string[], name: unknown, value: unknown): boolean {
  if (typeof name !== 'string') return false
  if (typeof value === 'string') {
    lines.push(name, value)
    return true
  }
  if (value === undefined) return true
  if (!Array.isArray(value)) return addLine(lines, name, value)
  return value.every((item) => addLine(lines, name, item))
}

function addLine(lines: string[], name: string, value: unknown): boolean {
  const text = textOf(value)
  if (text === undefined) return false
  lines.push(name, text)
  return true
}

function textOf(value: unknown): string | undefined {
  if (value === null) return ''
  const isText = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
  return isText || typeof value === 'bigint' || value === undefined ? String(value) : undefined
}
