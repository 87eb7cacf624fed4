import { escapeXml } from '../svg/escape-xml.ts'
import { svgElement, type SvgAttributes } from '../svg/svg-element.ts'

/** A line of text. */
export const svgText = (text: string, attributes: SvgAttributes): string =>
  svgElement('text', attributes, escapeXml(text))

/** What is shown when a pointer rests on the element that it is in. */
export const svgTitle = (lines: readonly string[]): string =>
  svgElement('title', {}, lines.map((line) => escapeXml(line)).join('\n'))
