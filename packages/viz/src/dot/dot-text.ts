import { escapeXml, visibleText } from '../svg/escape-xml.ts'

/** A name, of a node or a cluster. Within quotes, a backslash before a quote or a backslash is all that DOT knows. */
export const dotName = (text: string): string => `"${visibleText(text).replace(/["\\]/g, '\\$&')}"`

/**
 * The text of an attribute. Graphviz replaces `\N`, `\G` and the like in it, and entities of HTML; an `\n` begins a line.
 */
export const dotLines = (lines: readonly string[]): string =>
  `"${lines.map((line) => visibleText(line).replace(/&/g, '&amp;').replace(/["\\]/g, '\\$&')).join('\\n')}"`

/** A label that Graphviz reads as HTML. What it is given must have been through {@link dotHtml}. */
export const dotLabel = (html: string): string => `<${html}>`

/** Text within a label that Graphviz reads as HTML: never empty, for it takes no empty ones. */
export function dotHtml(text: string): string {
  const html = escapeXml(text)
  return html.trim() === '' ? '&#160;' : html
}

/** Attributes, as they stand after a node or a line. */
export const dotAttributes = (attributes: Readonly<Record<string, string | number>>): string =>
  `[${Object.entries(attributes)
    .map(([name, value]) => `${name}=${value}`)
    .join(', ')}]`
