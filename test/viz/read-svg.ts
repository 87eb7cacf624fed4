import { readPicture, type SvgElement } from '../pictures/read-picture.ts'
import type { Reading } from './reading.ts'

/** What a strict parser of XML reads, and a person sees: the names in the boxes, and the words beside the lines. */
export function readSvg(svg: string): Reading {
  const texts = readPicture(svg).filter(({ name }) => name === 'text')
  const isName = ({ attributes, classes }: SvgElement): boolean =>
    classes.has('state') && classes.has('bold') && attributes['font-size'] === '13'
  return {
    states: texts.filter(isName).map(({ text }) => text),
    labels: texts.filter(({ classes }) => classes.has('verdict')).map(wholeText),
  }
}

/** What is too long for its place is cut there; pointed at, it is told whole, before what else is said of it. */
function wholeText({ text, parent }: SvgElement): string {
  if (!text.endsWith('…')) return text
  const told = parent?.children.find(({ name }) => name === 'title')?.text ?? ''
  return told.startsWith(text.slice(0, -1)) ? (told.split(' · ')[0] ?? '') : text
}
