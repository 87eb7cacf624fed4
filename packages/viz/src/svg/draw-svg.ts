import type { Diagram } from '../diagram.ts'
import type { Overlay } from '../overlay.ts'
import { drawArrow, drawLabel, drawStart } from './draw-arrow.ts'
import { drawHeader } from './draw-header.ts'
import { drawLegend } from './draw-legend.ts'
import { drawGroup, drawGroupText, drawState } from './draw-state.ts'
import { escapeXml } from './escape-xml.ts'
import { joinArrows } from './join-arrows.ts'
import type { Theme } from './palette.ts'
import type { Area, PictureParts, PlacedCard, PlacedPicture } from './picture.ts'
import { pictureClass, pictureStyle } from './picture-style.ts'
import { svgElement } from './svg-element.ts'

/** What is to be written down. */
export interface PictureText {
  readonly diagram: Diagram
  readonly parts: PictureParts
  readonly placed: PlacedPicture
  readonly theme: Theme
  readonly overlay: Overlay | undefined
}

/** Around the whole picture, in pixels. */
const margin = 24
const narrowest = 420

/** Writes a picture whose parts have their places. */
export function drawSvg({ diagram, parts, placed, theme, overlay }: PictureText): string {
  const inner = Math.max(placed.width - 2 * margin, narrowest)
  const header = drawHeader(diagram, overlay, inner)
  const legend = drawLegend(parts, overlay, inner)
  const width = Math.ceil(inner + 2 * margin)
  const legendTop = margin + header.height + placed.height
  const height = Math.ceil(legendTop + legend.height + (legend.height > 0 ? margin : 0))
  const name = idOf(diagram.id)
  const content = [
    svgElement('title', { id: `${name}-title` }, escapeXml(titleOf(diagram, overlay))),
    svgElement('desc', { id: `${name}-desc` }, escapeXml(describe(diagram))),
    svgElement('style', {}, `\n${pictureStyle(theme)}\n`),
    svgElement('rect', { width, height, class: 'page' }),
    svgElement('g', { transform: `translate(${margin} ${margin})` }, header.markup),
    svgElement(
      'g',
      { transform: `translate(${Math.floor((width - placed.width) / 2)} ${margin + header.height - 10})` },
      drawPlaced(diagram, placed),
    ),
    legend.height === 0
      ? ''
      : svgElement('g', { transform: `translate(${margin} ${legendTop})` }, legend.markup),
  ]
  return `${svgElement(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      width,
      height,
      viewBox: `0 0 ${width} ${height}`,
      role: 'img',
      'aria-labelledby': `${name}-title ${name}-desc`,
      class: pictureClass(theme),
    },
    content
      .filter((part) => part !== '')
      .map((part) => `\n${part}`)
      .join(''),
  )}\n`
}

/** Lines lie on the boxes that hold others and below all text; what is marked lies on what is not. */
function drawPlaced(diagram: Diagram, { cards, arrows, starts, anywhere }: PlacedPicture): string {
  const parallel = new Set(
    [diagram.root, ...diagram.states].filter(({ kind }) => kind === 'parallel').map(({ id }) => id),
  )
  const kindOf = ({ card: { state } }: PlacedCard): 'group' | 'region' =>
    parallel.has(state.parent ?? '') ? 'region' : 'group'
  const holders = cards.filter(({ holdsOthers }) => holdsOthers)
  const leaves = cards.filter(({ holdsOthers }) => !holdsOthers)
  return [
    ...holders.map((holder) => drawGroup(holder, kindOf(holder))),
    ...starts.map(drawStart),
    ...joinArrows(arrows).map(drawArrow),
    ...holders.map(drawGroupText),
    ...leaves.map((leaf) => drawState(leaf, kindOf(leaf))),
    ...(anywhere === null ? [] : [drawAnywhere(anywhere)]),
    ...arrows.map(drawLabel),
  ]
    .map((part) => `\n${part}`)
    .join('')
}

function drawAnywhere({ x, y, width, height }: Area): string {
  const frame = svgElement('rect', { x, y, width, height, rx: height / 2, class: 'bar frame' })
  const text = svgElement(
    'text',
    { x: x + width / 2, y: y + 17, 'font-size': 12, 'text-anchor': 'middle' },
    'any state',
  )
  return svgElement('g', { class: 'anywhere' }, `${frame}${text}`)
}

/** An `id` that no other machine in the same page has, as far as its name tells. */
const idOf = (id: string): string => `cachechart-${id.replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60)}`

const titleOf = ({ root }: Diagram, overlay: Overlay | undefined): string =>
  `State diagram of ${root.name.slice(0, 200)}${overlay === undefined ? '' : `: ${overlay.title.slice(0, 200)}`}`

/** For whoever does not see the picture. */
function describe({ root, states, edges }: Diagram): string {
  const list = (names: readonly string[]): string =>
    `${names
      .slice(0, 40)
      .map((name) => name.slice(0, 80))
      .join(', ')}${names.length > 40 ? ' and others' : ''}`
  const initial = states.filter((state) => state.initial && state.parent === null).map(({ id }) => id)
  const final = states.filter(({ kind }) => kind === 'final').map(({ id }) => id)
  return [
    root.description.slice(0, 1000),
    `${states.length} states and ${edges.length} transitions.`,
    initial.length === 0 ? '' : `It begins in ${list(initial)}.`,
    final.length === 0 ? '' : `It ends in ${list(final)}.`,
    `States: ${list(states.map(({ id }) => id))}.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}
