const quote = 34
const backslash = 92
const comma = 44

/** Where the quoted string that opens at `start` closes (RFC 9110 §5.6.4); -1 where it never does. */
function closingQuote(text: string, start: number): number {
  let index = start + 1
  while (index < text.length) {
    const code = text.charCodeAt(index)
    if (code === quote) return index
    index += code === backslash ? 2 : 1
  }
  return -1
}

/**
 * The members of a list field, without the whitespace around them and without empty ones (RFC 9110 §5.6.1.2).
 * A comma within a quoted string belongs to its member. Any text has members: a quote that is never closed is an
 * ordinary character, so that it cannot hide the members after it.
 *
 * @example
 * listMembers('no-cache="a, b", , public') // ['no-cache="a, b"', 'public']
 */
export function listMembers(value: string): readonly string[] {
  const members: string[] = []
  let start = 0
  let quotesClose = true
  const take = (end: number) => {
    const member = value.slice(start, end).trim()
    if (member !== '') members.push(member)
    start = end + 1
  }
  for (let index = 0; index < value.length; index++) {
    const code = value.charCodeAt(index)
    if (code === comma) take(index)
    if (code !== quote || !quotesClose) continue
    const closing = closingQuote(value, index)
    // Looked for once only: a text of escaped quotes would otherwise be scanned to its end for each of them.
    if (closing < 0) quotesClose = false
    else index = closing
  }
  take(value.length)
  return members
}
