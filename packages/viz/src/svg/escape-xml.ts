/**
 * Characters that are not shown as they are: XML 1.0 §2.2 forbids some of them even as references, and the others are
 * invisible or turn the text around them, so that a name would pass for another.
 */
const unseen =
  // oxlint-disable-next-line no-misleading-character-class -- each is meant by itself
  /[\u0000-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff\u{1fffe}-\u{1ffff}\u{e0000}-\u{e0fff}]/gu

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/**
 * Text as a picture can show it: control characters, marks that turn the direction of text, and what else nobody can see
 * are named by their number (`[U+202E]`), tabs and line ends are spaces, and half a pair of surrogates is U+FFFD.
 *
 * Measure what this returns, not what it was given.
 *
 * @example
 * visibleText('a\u202eb') // 'a[U+202E]b'
 */
export function visibleText(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\t\n\r]+/g, ' ')
    .replace(
      unseen,
      (sign) => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`,
    )
}

/**
 * Text for XML, in an element or between the quotes of an attribute: nothing in it is taken for markup, whatever it holds.
 *
 * @example
 * escapeXml('a < b') // 'a &lt; b'
 */
export function escapeXml(text: string): string {
  return visibleText(text).replace(/[&<>"']/g, (sign) => references[sign] ?? sign)
}
