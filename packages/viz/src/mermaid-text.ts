/**
 * Text that Mermaid prints as it is. What its grammar or HTML would read as a sign is written as an entity code, which
 * Mermaid begins with `#` where HTML has `&`; line breaks and runs of blanks become one blank.
 */
export function mermaidText(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  const plain = line.replace(signs, (sign) => `#${sign.codePointAt(0)};`)
  return plain.replace(directions, '$1#32;')
}

const signs = /["#&;<>{}:`\\%*_~[\]|$]/g

/** Mermaid takes a line for an order, whatever else is on it, when it has these two words. */
const directions = /\b(direction) (?=TB|BT|RL|LR)/gi
