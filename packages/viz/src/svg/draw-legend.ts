import type { DiagramPath } from '../diagram.ts'
import type { Overlay, OverlayTone } from '../overlay.ts'
import { breakLines } from './break-lines.ts'
import { escapeXml } from './escape-xml.ts'
import { toneSigns } from './palette.ts'
import type { PictureParts, Point } from './picture.ts'
import { svgElement } from './svg-element.ts'
import { textWidth } from './text-width.ts'

/** What a sign in a picture means. */
interface LegendItem {
  readonly classes: string
  readonly sample: 'line' | 'none'
  readonly text: string
}

/** A drawn part of a picture, from its own top left corner, and how high it is. */
export interface DrawnBlock {
  readonly markup: string
  readonly height: number
}

const font = { size: 12, weight: 'regular' } as const
const sampleWidth = 34
const rowHeight = 22
const lineHeight = 16
const widestText = 600
const gap = 26

const pathTexts: Readonly<Record<DiagramPath, string>> = {
  hit: 'hit',
  miss: 'miss',
  pass: 'pass',
  error: 'error',
  background: 'background',
}

/** What the lines and marks of a picture mean, in as many rows as its width asks for; nothing where nothing is to be told. */
export function drawLegend(parts: PictureParts, overlay: Overlay | undefined, width: number): DrawnBlock {
  const faded = overlay?.rest === 'faded' ? ' tone-rest' : ''
  const items = [...pathItems(parts, faded), ...stayItems(parts), ...(overlay?.legend ?? []).map(toneItem)]
  let [x, y, height] = [0, 0, 0]
  const drawn = items.map((item) => {
    const room = item.sample === 'line' ? sampleWidth + 8 : 0
    const lines = breakLines(item.text, { width: Math.min(width - room, widestText), lines: 4, font })
    const needed = room + Math.max(...lines.map((line) => textWidth(line, font)))
    if (x > 0 && x + needed > width) [x, y, height] = [0, y + height, 0]
    const markup = drawItem(item, lines, { x, y: y + 14 })
    x += needed + gap
    height = Math.max(height, rowHeight + (lines.length - 1) * lineHeight)
    return markup
  })
  return { markup: drawn.join(''), height: y + height }
}

/** In the colours that they have in the picture: where all but what is marked is faded, the dash alone tells them apart. */
function pathItems({ cards, arrows }: PictureParts, faded: string): LegendItem[] {
  const lines = [
    ...arrows.map(({ path }) => path),
    ...cards.flatMap(({ stays }) => stays.map(({ path }) => path)),
  ]
  const used = Object.entries(pathTexts).filter(([path]) => lines.some((line) => line === path))
  const items = used.map(([path, text]): LegendItem => ({
    classes: `path-${path}${faded}`,
    sample: 'line',
    text,
  }))
  if (items.length === 0 || !lines.includes(null)) return items
  return [...items, { classes: `path-none${faded}`, sample: 'line', text: 'none of these in particular' }]
}

const stayItems = ({ cards }: PictureParts): LegendItem[] =>
  cards.some(({ stays }) => stays.length > 0)
    ? [
        {
          classes: 'quiet',
          sample: 'none',
          text: 'At the end of a box: what it takes without being left',
        },
      ]
    : []

const toneItem = ({ tone, text }: { readonly tone: OverlayTone; readonly text: string }): LegendItem => ({
  classes: `toned tone-${tone}`,
  sample: 'line',
  text: `${toneSigns[tone]} ${text}`,
})

function drawItem({ classes, sample }: LegendItem, lines: readonly string[], { x, y }: Point): string {
  const quiet = classes === 'quiet'
  const left = sample === 'line' ? x + sampleWidth + 8 : x
  const letters = lines.map((text, index) =>
    svgElement(
      'text',
      { x: left, y: y + index * lineHeight, 'font-size': font.size, class: quiet ? classes : undefined },
      escapeXml(text),
    ),
  )
  const line =
    sample === 'line' ? svgElement('path', { d: `M${x} ${y - 4}H${x + sampleWidth}`, class: 'line' }) : ''
  return svgElement('g', { class: quiet ? 'legend' : `legend ${classes}` }, `${line}${letters.join('')}`)
}
