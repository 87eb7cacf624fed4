import type { Readable } from 'node:stream'

/**
 * Hands on what a process prints, whole lines only, one or more at a time: what several print does not mix within a line.
 * What comes after the last line feed is of a process that died while it wrote.
 */
export function wholeLines(stream: Readable, take: (lines: string) => void): void {
  let begun = ''
  stream.setEncoding('utf8').on('data', (added: string) => {
    const end = added.lastIndexOf('\n') + 1
    if (end > 0) take(begun + added.slice(0, end))
    begun = end > 0 ? added.slice(end) : begun + added
  })
}
