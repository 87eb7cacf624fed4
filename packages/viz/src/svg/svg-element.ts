import { escapeXml } from './escape-xml.ts'

/** What an attribute may be; those that are `undefined` are left out. */
export type SvgAttributes = Readonly<Record<string, string | number | undefined>>

/**
 * Writes an element. Values of attributes are escaped; its content is markup, or text that `escapeXml` has seen.
 *
 * @example
 * svgElement('text', { x: 1.25, class: 'name' }, 'hit') // '<text x="1.3" class="name">hit</text>'
 */
export function svgElement(name: string, attributes: SvgAttributes, content = ''): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([attribute, value]) =>
        ` ${attribute}="${typeof value === 'number' ? svgNumber(value) : escapeXml(value ?? '')}"`,
    )
    .join('')
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`
}

/** A tenth of a pixel is as much as anybody sees; more would only make the file longer. */
export const svgNumber = (value: number): string => String(Math.round(value * 10) / 10)
