import { escapeXml } from './escape-xml.ts'
import { stateHint } from './hints.ts'
import { drawLines } from './draw-text.ts'
import type { Area, PlacedCard } from './picture.ts'
import { toneClasses } from './picture-style.ts'
import { cardMargin, isHistory, type StateCard } from './state-card.ts'
import { svgElement } from './svg-element.ts'
import { heightOfLines, lineHeights, lineWidth, widthOfLines } from './text-line.ts'

const radius = 7

/** The frame of a state that holds others: the lines between those are drawn over it. */
export function drawGroup({ card, area }: PlacedCard, kind: 'group' | 'region'): string {
  const { x, y, width, height } = area
  const corners = { x, y, width, height, rx: radius }
  const ground = svgElement('rect', { ...corners, class: 'group' })
  const frame = svgElement('rect', { ...corners, fill: 'none', class: 'frame' })
  return svgElement(
    'g',
    { class: `holder ${kind}${toneClasses(card.shown)}` },
    `${ground}${drawBar(area, card.barHeight)}${frame}`,
  )
}

/** The text of a state that holds others: a line that leads into it passes behind the words, and is seen beside them. */
export function drawGroupText({ card, area }: PlacedCard): string {
  const x = area.x + cardMargin.side - 4
  let y = area.y + card.barHeight + 1
  const plate = (width: number, height: number): string => {
    y += height
    return svgElement('rect', { x, y: y - height, width: width + 8, height, class: 'group' })
  }
  const hasRule = card.says.length > 0 && card.stays.length > 0
  const plates = [
    svgElement('rect', {
      x,
      y: area.y + 2,
      width: widthOfLines(card.bar) + 8,
      height: card.barHeight - 3,
      class: 'bar',
    }),
    ...card.says.map((line) => plate(lineWidth(line), lineHeights[line.role])),
    hasRule ? plate(card.width - 2 * cardMargin.side, cardMargin.rule + 2) : '',
    ...card.stays.map((line) => plate(lineWidth(line), lineHeights[line.role])),
  ].join('')
  const content = `${drawTitle(card)}${plates}${drawBody(card, area)}`
  return svgElement('g', { class: `state${toneClasses(card.shown)}` }, content)
}

/** A state that holds no others. */
export function drawState({ card, area }: PlacedCard, kind: 'group' | 'region'): string {
  const { shown } = card
  return svgElement(
    'g',
    { class: `state ${kind}${toneClasses(shown)}` },
    `${drawTitle(card)}${drawBox(card, area)}${drawBody(card, area)}`,
  )
}

const drawTitle = ({ state }: StateCard): string => svgElement('title', {}, escapeXml(stateHint(state)))

function drawBox({ state, barHeight }: StateCard, area: Area): string {
  const { x, y, width, height } = area
  const frame = (inset: number, rx: number): string =>
    svgElement('rect', {
      x: x + inset,
      y: y + inset,
      width: width - 2 * inset,
      height: height - 2 * inset,
      rx,
      class: inset === 0 ? 'box frame' : 'frame',
      ...(inset === 0 ? {} : { fill: 'none' }),
    })
  if (isHistory(state)) return `${frame(0, Math.min(height / 2, 14))}${drawHistory(state.kind, area)}`
  const bar = drawBar(area, barHeight)
  const edge = svgElement('rect', { x, y, width, height, rx: radius, fill: 'none', class: 'frame' })
  const ground = svgElement('rect', { x, y, width, height, rx: radius, class: 'box' })
  return `${ground}${bar}${edge}${state.kind === 'final' ? frame(3.5, radius - 3) : ''}`
}

/** A bar below the upper corners of a box. */
function drawBar({ x, y, width }: Area, height: number): string {
  const [right, bottom] = [x + width - 0.75, y + height]
  const [left, top] = [x + 0.75, y + 0.75]
  const corner = radius - 0.75
  const d = `M${left} ${bottom}V${top + corner}Q${left} ${top} ${left + corner} ${top}H${right - corner}Q${right} ${top} ${right} ${top + corner}V${bottom}Z`
  return svgElement('path', { d, class: 'bar' })
}

/** An H in a circle, as statecharts have it; with a star where all that lies within is gone back to. */
function drawHistory(kind: StateCard['state']['kind'], { x, y }: Area): string {
  const [cx, cy] = [x + 17, y + cardMargin.bar / 2]
  const letters = kind === 'deepHistory' ? 'H*' : 'H'
  return [
    svgElement('circle', { cx, cy, r: 8.5, class: 'frame', fill: 'none' }),
    svgElement(
      'text',
      { x: cx, y: cy + 4, 'font-size': 11, 'text-anchor': 'middle', class: 'bold' },
      letters,
    ),
  ].join('')
}

function drawBody(card: StateCard, { x, y, width }: Area): string {
  const left = x + cardMargin.side
  const nameLeft = left + (isHistory(card.state) ? cardMargin.badge - 4 : 0)
  const name = svgElement('g', { class: 'name' }, drawLines(card.bar, { x: nameLeft, y: y + 3.7 }).join(''))
  const top = y + card.barHeight + 3
  const says = drawLines(card.says, { x: left, y: top })
  if (card.stays.length === 0) return [name, ...says].join('')
  const middle = top + heightOfLines(card.says) + cardMargin.rule / 2
  const rule = svgElement('path', {
    d: `M${left} ${middle}H${left + Math.min(width - 2 * cardMargin.side, card.width - 2 * cardMargin.side)}`,
    class: 'rule',
    'stroke-width': 1,
  })
  const stays = drawLines(card.stays, { x: left, y: middle + cardMargin.rule / 2 })
  return [name, ...says, ...(card.says.length === 0 ? [] : [rule]), ...stays].join('')
}
