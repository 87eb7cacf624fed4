import type { DiagramState } from '../diagram.ts'
import { stateCaption } from '../text/state-caption.ts'
import { wrapText } from '../wrap-text.ts'
import { dotAttributes, dotHtml, dotLabel, dotLines, dotName } from './dot-text.ts'
import { clusterName, dotPalette, endOf, markColour, markText, type DotWriting } from './dot-writing.ts'

/** Characters a line of a description. */
const captionWidth = 36

/** The states right within one state, or within the machine, with where they begin. */
export function dotStates(parent: DiagramState, writing: DotWriting): string[] {
  const states = writing.nesting.childrenOf(parent.id)
  return [
    ...states.filter(({ initial }) => initial).flatMap((state) => writeStart(state, writing)),
    ...writeWhole(parent, writing),
    ...states.flatMap((state) => writeState(state, parent, writing)),
  ]
}

const startLook = { shape: 'point', width: 0.12, label: '""', fillcolor: `"${dotPalette.text}"` }

function writeStart({ id }: DiagramState, writing: DotWriting): string[] {
  const start = dotName(writing.names.next('start'))
  const { node, cluster } = endOf({ id, whole: false }, writing)
  const shape = dotAttributes({ ...startLook, tooltip: '"begins here"' })
  const clipped = cluster === null ? '' : ` ${dotAttributes({ lhead: dotName(cluster) })}`
  return [`${start} ${shape}`, `${start} -> ${dotName(node)}${clipped}`]
}

function writeState(state: DiagramState, parent: DiagramState, writing: DotWriting): string[] {
  const isFrame = writing.nesting.childrenOf(state.id).length > 0
  // Regions are those of which all are active at once.
  const style = parent.kind === 'parallel' ? { style: '"rounded,filled,dashed"' } : {}
  if (!isFrame) return [writeNode(state, style, writing)]
  return [
    `subgraph ${dotName(clusterName(state.id, writing))} {`,
    `  graph ${dotAttributes({ ...frameLook(state, writing), ...style })}`,
    ...dotStates(state, writing).map((line) => `  ${line}`),
    '}',
  ]
}

function frameLook(state: DiagramState, writing: DotWriting): Readonly<Record<string, string | number>> {
  const mark = writing.overlay?.states.get(state.id)
  return {
    label: dotLabel(labelHtml(state, writing)),
    color: `"${markColour(mark, dotPalette.border, writing.overlay)}"`,
    penwidth: mark === undefined ? 1 : 3,
    style: '"rounded,filled"',
    fillcolor: `"${dotPalette.group}"`,
    tooltip: dotLines(tooltipLines(state)),
  }
}

function writeNode(state: DiagramState, style: { style?: string }, writing: DotWriting): string {
  const mark = writing.overlay?.states.get(state.id)
  const isHistory = state.kind === 'shallowHistory' || state.kind === 'deepHistory'
  const colour = markColour(mark, dotPalette.border, writing.overlay)
  return `${dotName(writing.names.of(state.id))} ${dotAttributes({
    label: dotLabel(labelHtml(state, writing)),
    color: `"${colour}"`,
    fontcolor: `"${markColour(undefined, dotPalette.text, mark === undefined ? writing.overlay : undefined)}"`,
    ...(mark === undefined ? {} : { penwidth: 3 }),
    ...style,
    ...(isHistory ? { shape: 'ellipse', style: 'filled' } : {}),
    // As in statecharts: a line around the line.
    ...(state.kind === 'final' ? { peripheries: 2 } : {}),
    tooltip: dotLines(tooltipLines(state)),
  })}`
}

/** The box that stands for a state, or the machine, as a whole. */
function writeWhole(state: DiagramState, { wholes }: DotWriting): string[] {
  const box = wholes.get(state.id)
  if (box === undefined) return []
  // A frame says in its own title what it does; the machine has none.
  const says = state.id === '' ? [...wrapText(state.description, captionWidth), ...stateCaption(state)] : []
  const label = dotLabel(boxHtml(`${state.name}, as a whole`, says))
  const tooltip = dotLines([`What holds whatever is active within ${state.name}`])
  return [`${dotName(box)} ${dotAttributes({ label, style: '"rounded,filled,dashed"', tooltip })}`]
}

function labelHtml(state: DiagramState, { overlay }: DotWriting): string {
  const mark = overlay?.states.get(state.id)
  const says = [
    ...(state.kind === 'shallowHistory' ? ['H: the state last left'] : []),
    ...(state.kind === 'deepHistory' ? ['H*: the states last left, at any depth'] : []),
    ...(mark === undefined ? [] : [markText(mark)]),
    ...wrapText(state.description, captionWidth),
    ...stateCaption(state),
  ]
  return boxHtml(state.name, says)
}

function boxHtml(title: string, says: readonly string[]): string {
  const name = `<TR><TD><B>${dotHtml(title)}</B></TD></TR>`
  const lines = `<TR><TD ALIGN="LEFT" BALIGN="LEFT">${says.map(dotHtml).join('<BR/>')}</TD></TR>`
  const rows = says.length === 0 ? name : `${name}<HR/>${lines}`
  return `<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="3">${rows}</TABLE>`
}

/** What a browser says of a state that is pointed at: what there is no room for in the picture. */
function tooltipLines({ id, name, description, meta }: DiagramState): string[] {
  const facts = Object.entries(meta).map(([fact, value]) => `${fact}: ${asText(value)}`)
  return [id === '' ? name : id, ...(description === '' ? [] : [description]), ...facts]
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))
