import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api.js'
import { boxSettings } from './layout-settings.ts'
import type { PictureArrow, PictureParts } from './picture.ts'
import { cardMargin, type StateCard } from './state-card.ts'
import { heightOfLines, widthOfLines } from './text-line.ts'

/** The names of what is in the graph. Nothing in them comes from the machine. */
export const graphNames = {
  root: 'root',
  anywhere: 'anywhere',
  state: (index: number) => `state${index}`,
  start: (index: number) => `start${index}`,
  startEdge: (index: number) => `begin${index}`,
  arrow: (index: number, target: number) => `arrow${index}.${target}`,
} as const

/** The dot where something begins, and the mark for any state: in pixels. */
const startSize = 12
const anywhereSize = { width: 84, height: 26 } as const

/** Between the text of an arrow and its line, in pixels. */
export const labelMargin = { side: 6, end: 3 } as const

/** What ELK is to lay out, without its settings. */
export function layoutGraph({ cards, arrows }: PictureParts): ElkNode {
  const indexes = new Map(cards.map(({ state }, index) => [state.id, index]))
  const nodes = cards.map((card, index) => toNode(card, index))
  const placeOf = (id: string): ElkNode | undefined => nodes[indexes.get(id) ?? -1]
  const root: ElkNode = { id: graphNames.root, children: [], edges: [] }
  cards.forEach(({ state }, index) => {
    const [node, parent] = [nodes[index], placeOf(state.parent ?? '') ?? root]
    if (node === undefined) return
    if (state.initial) begin(root, { parent, node, index })
    parent.children = [...(parent.children ?? []), node]
  })
  if (arrows.some(({ source }) => source === ''))
    root.children?.push({ id: graphNames.anywhere, ...anywhereSize })
  root.edges?.push(...arrows.flatMap((arrow, index) => toEdges(arrow, { index, placeOf })))
  for (const node of nodes) if (node.children !== undefined) becomeHolder(node)
  return root
}

function toNode({ width, height }: StateCard, index: number): ElkNode {
  return { id: graphNames.state(index), width, height }
}

function begin(
  root: ElkNode,
  { parent, node, index }: { parent: ElkNode; node: ElkNode; index: number },
): void {
  const id = graphNames.start(index)
  parent.children = [...(parent.children ?? []), { id, width: startSize, height: startSize }]
  root.edges?.push({ id: graphNames.startEdge(index), sources: [id], targets: [node.id] })
}

interface EdgePlace {
  readonly index: number
  readonly placeOf: (id: string) => ElkNode | undefined
}

function toEdges(arrow: PictureArrow, { index, placeOf }: EdgePlace): ElkExtendedEdge[] {
  const source = arrow.source === '' ? graphNames.anywhere : placeOf(arrow.source)?.id
  if (source === undefined) return []
  const label = {
    width: Math.ceil(widthOfLines(arrow.label)) + 2 * labelMargin.side,
    height: heightOfLines(arrow.label) + 2 * labelMargin.end,
    text: ' ',
  }
  return arrow.targets.flatMap((id, ordinal) => {
    const target = placeOf(id)
    if (target === undefined) return []
    const targets = [target.id === source ? target.id : portOf(target, arrow.path ?? 'none')]
    const labels = ordinal === 0 ? [label] : []
    return [{ id: graphNames.arrow(index, ordinal), sources: [source], targets, labels }]
  })
}

/** Lines of one path come together before they reach a state: there is one arrowhead for all of them. */
function portOf(node: ElkNode, path: string): string {
  const id = `${node.id}.${path}`
  const ports = node.ports ?? []
  if (!ports.some((port) => port.id === id)) node.ports = [...ports, { id, width: 0, height: 0 }]
  return id
}

/** A box that holds others keeps room for its own text above them. */
function becomeHolder(node: ElkNode): void {
  const { width = 0, height = 0 } = node
  node.layoutOptions = {
    ...boxSettings,
    'elk.padding': `[top=${height + 14},left=18,bottom=18,right=18]`,
    'elk.nodeSize.constraints': 'MINIMUM_SIZE',
    // Height and width: from the top down, ELK turns boxes that hold others by 90°, and does not turn this back.
    'elk.nodeSize.minimum': `(${height + cardMargin.bar},${width})`,
  }
  delete node.width
  delete node.height
}
