/** A text of at most `length` code units: of a longer one, the middle is left out. No character of two is cut apart. */
export function shortenText(text: string, length: number): string {
  if (text.length <= length) return text
  const after = Math.floor((length - 1) / 2)
  const head = text.slice(0, length - 1 - after).replace(/[\uD800-\uDBFF]$/, '')
  const tail = text.slice(text.length - after).replace(/^[\uDC00-\uDFFF]/, '')
  return `${head}…${tail}`
}
