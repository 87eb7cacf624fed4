import { SaxesParser } from 'saxes'

/** An element of a picture, as a strict XML parser reads it. */
export interface ReadElement {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly text: string
}

/** All elements of a picture, those that end first first. @throws whatever is not well-formed XML */
export const readSvg = (svg: string): readonly ReadElement[] => {
  const elements: ReadElement[] = []
  const open: { name: string; attributes: Record<string, string>; text: string }[] = []
  const parser = new SaxesParser()
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => open.push({ name, attributes, text: '' }))
  parser.on('text', (text) => {
    const element = open.at(-1)
    if (element !== undefined) element.text += text
  })
  parser.on('closetag', () => {
    const element = open.pop()
    if (element !== undefined) elements.push(element)
  })
  parser.write(svg).close()
  return elements
}
