import { visibleText } from '../svg/escape-xml.ts'

/** No line of a diagram is longer, in signs. */
const lineLimit = 80

/**
 * Text that Mermaid prints as it is in a sequence diagram: whatever its grammar or HTML could read as a sign is written as
 * an entity code, which Mermaid begins with `#` where HTML has `&`. It has words of its own, too, where a line begins; so
 * what others have written is never the first word.
 */
export const sequenceText = (text: string): string => {
  const signs = Array.from(visibleText(text).trim())
  const cut =
    signs.length > lineLimit
      ? [...signs.slice(0, lineLimit * 0.4), '…', ...signs.slice(-lineLimit * 0.6)]
      : signs
  return (
    cut.map((sign) => (/[\p{L}\p{N} ./,()?·…+−]/u.test(sign) ? sign : `#${sign.codePointAt(0)};`)).join('') ||
    '#32;'
  )
}
