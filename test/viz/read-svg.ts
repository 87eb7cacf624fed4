import { readPicture, writtenIn } from '../pictures/read-picture.ts'
import type { Reading } from './reading.ts'

/**
 * What a strict parser of XML reads, and a person sees: the names in the boxes, and the words beside the lines. All without
 * blanks, for a line may end in the middle of a long name.
 */
export function readSvg(svg: string): Reading {
  const elements = readPicture(svg)
  return { states: writtenIn(elements, 'name'), labels: writtenIn(elements, 'verdict') }
}
