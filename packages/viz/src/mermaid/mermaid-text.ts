import { visibleText } from '../svg/escape-xml.ts'

/**
 * Text that Mermaid prints as it is. What its grammar or HTML would read as a sign is written as an entity code, which
 * Mermaid begins with `#` where HTML has `&`; line breaks and runs of blanks become one blank, and what nobody could see
 * is named by its number.
 */
export function mermaidText(text: string): string {
  const line = visibleText(text).replace(/\s+/g, ' ')
  const plain = line.replace(signs, (sign) => `#${sign.codePointAt(0)};`)
  return plain.replace(directions, '$1#32;')
}

const signs = /["#&;<>{}:`\\%*_~[\]|$]/g

/** Mermaid takes a line for an order, whatever else is on it, when it has these two words. */
const directions = /\b(direction) (?=TB|BT|RL|LR)/gi

/** The name of a box. Mermaid has no box for what is called nothing, or by blanks. */
export function mermaidTitle(name: string): string {
  const text = mermaidText(name)
  return text.trim() === '' ? '#160;' : text
}
