import { SaxesParser } from 'saxes'

/** An element of an SVG, as a strict parser of XML has read it. */
export interface SvgElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  /** Its own classes, and those of all that it lies in. */
  readonly classes: ReadonlySet<string>
  /** Where its origin lies in the picture. */
  readonly origin: { readonly x: number; readonly y: number }
  readonly parent: SvgElement | null
  readonly children: SvgElement[]
  text: string
}

/** Without blanks, as a text that may be broken anywhere is compared. */
export const withoutBlanks = (text: string): string => text.replace(/\s+/gu, '')

/** What is written, without blanks, in each group of a class: several lines are one text. */
export const writtenIn = (elements: readonly SvgElement[], group: string): string[] =>
  elements
    .filter(({ name, attributes }) => name === 'g' && (attributes['class'] ?? '').split(' ').includes(group))
    .map(({ children }) => children.filter(({ name }) => name === 'text'))
    .map((lines) => withoutBlanks(lines.map(({ text }) => text).join('')))

/** All elements of an SVG, a parent before its children. Throws where it is not well-formed. */
export function readPicture(svg: string): SvgElement[] {
  const parser = new SaxesParser({ xmlns: true })
  const all: SvgElement[] = []
  let open: SvgElement | null = null
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    const values = Object.fromEntries(Object.entries(attributes).map(([key, { value }]) => [key, value]))
    const parent = open
    const shift = /^translate\((?<x>-?[\d.]+) (?<y>-?[\d.]+)\)$/.exec(values['transform'] ?? '')?.groups
    const origin = {
      x: (parent?.origin.x ?? 0) + Number(shift?.['x'] ?? 0),
      y: (parent?.origin.y ?? 0) + Number(shift?.['y'] ?? 0),
    }
    const classes = new Set([...(parent?.classes ?? []), ...(values['class'] ?? '').split(' ')])
    const element = { name, attributes: values, classes, origin, parent, children: [], text: '' }
    parent?.children.push(element)
    all.push(element)
    open = element
  })
  parser.on('text', (text) => {
    if (open !== null) open.text += text
  })
  parser.on('closetag', () => {
    open = open?.parent ?? null
  })
  parser.write(svg).close()
  return all
}
