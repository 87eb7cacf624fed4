import { textWidth } from '../../packages/viz/src/svg/text-width.ts'
import { readPicture, type SvgElement } from './read-picture.ts'

/** In pixels of the whole picture. */
export interface Rectangle {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

/** A text, and the most room that it takes. */
interface PlacedText extends Rectangle {
  readonly text: string
  readonly size: number
  readonly classes: ReadonlySet<string>
}

interface PlacedFrame extends Rectangle {
  readonly classes: ReadonlySet<string>
}

type Corner = readonly [x: number, y: number]

/** What can be seen of a picture: where its texts, frames and lines are. */
export interface PictureGeometry {
  readonly width: number
  readonly height: number
  readonly texts: readonly PlacedText[]
  /** The outer border of each state. */
  readonly frames: readonly PlacedFrame[]
  /** The corners of each line between states. */
  readonly lines: readonly (readonly Corner[])[]
  readonly elements: readonly SvgElement[]
}

export function geometryOf(svg: string): PictureGeometry {
  const elements = readPicture(svg)
  const root = elements[0]
  const [, , width = 0, height = 0] = (root?.attributes['viewBox'] ?? '').split(' ').map(Number)
  return {
    ...{ width, height, elements },
    texts: elements.filter(({ name }) => name === 'text').map(toText),
    frames: elements.filter(isOuterFrame).map(toFrame),
    lines: elements.filter((each) => isLine(each)).map(toLine),
  }
}

const numberOf = ({ attributes }: SvgElement, name: string): number => Number(attributes[name] ?? 0)

function toText(element: SvgElement): PlacedText {
  const size = numberOf(element, 'font-size')
  const width = textWidth(element.text, { size, weight: element.classes.has('bold') ? 'bold' : 'regular' })
  const isCentred = element.attributes['text-anchor'] === 'middle'
  const left = element.origin.x + numberOf(element, 'x') - (isCentred ? width / 2 : 0)
  const base = element.origin.y + numberOf(element, 'y')
  const { text, classes } = element
  return {
    text,
    size,
    classes,
    left,
    right: left + width,
    top: base - 0.76 * size,
    bottom: base + 0.22 * size,
  }
}

const isOuterFrame = (element: SvgElement): boolean =>
  element.name === 'rect' &&
  (element.attributes['class'] ?? '').split(' ').includes('frame') &&
  numberOf(element, 'rx') !== innerRadius

/** The second border of a final state. */
const innerRadius = 4

function toFrame(element: SvgElement): PlacedFrame {
  const left = element.origin.x + numberOf(element, 'x')
  const top = element.origin.y + numberOf(element, 'y')
  const { classes } = element
  return {
    classes,
    left,
    top,
    right: left + numberOf(element, 'width'),
    bottom: top + numberOf(element, 'height'),
  }
}

const isLine = ({ name, classes, attributes }: SvgElement): boolean =>
  name === 'path' && classes.has('arrow') && attributes['class'] === 'line'

/** A round corner is taken for the sharp one that it is made from. */
function toLine({ attributes, origin }: SvgElement): Corner[] {
  const parts = (attributes['d'] ?? '').match(/[MLQ][^MLQ]+/g) ?? []
  return parts.map((part) => {
    const [x = 0, y = 0] = part.slice(1).trim().split(/\s+/).map(Number)
    return [origin.x + x, origin.y + y]
  })
}

/** Whether they have more than a border in common. */
export const overlap = (one: Rectangle, other: Rectangle): boolean =>
  one.left < other.right - 0.2 &&
  other.left < one.right - 0.2 &&
  one.top < other.bottom - 0.2 &&
  other.top < one.bottom - 0.2

export const isInside = (inner: Rectangle, outer: Rectangle): boolean =>
  inner.left >= outer.left - 0.2 &&
  inner.right <= outer.right + 0.2 &&
  inner.top >= outer.top - 0.2 &&
  inner.bottom <= outer.bottom + 0.2

/** Pairs of a list that a test finds fault with. */
export const pairsOf = <Item>(items: readonly Item[], isFault: (one: Item, other: Item) => boolean) =>
  items.flatMap((one, index) =>
    items.slice(index + 1).flatMap((other) => (isFault(one, other) ? [[one, other] as const] : [])),
  )
