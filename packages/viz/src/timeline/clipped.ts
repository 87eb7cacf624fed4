/**
 * The text, or its first `limit` signs and `…`. What is cut is a copy: an engine keeps the whole of a text for as long as
 * it keeps a slice of it.
 */
export const clipped = (text: string, limit: number): string =>
  text.length <= limit ? text : `${Array.from(text.slice(0, limit - 1)).join('')}…`
