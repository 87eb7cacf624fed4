import type { LayoutOptions } from 'elkjs/lib/elk-api.js'
import type { PictureParts } from './picture.ts'

/**
 * How what lies in one box is laid out, said for each box, for none of these is handed down to what lies within:
 * https://eclipse.dev/elk/reference/options.html has them all. Each label stands to the right of its line.
 */
export const boxSettings = {
  'elk.spacing.nodeNode': '24',
  'elk.spacing.edgeNode': '14',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.edgeLabel': '0',
  'elk.layered.spacing.nodeNodeBetweenLayers': '30',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
  'elk.layered.edgeLabels.sideSelection': 'ALWAYS_UP',
} as const

/** Lines are drawn at right angles, from the top down. */
const always = {
  ...boxSettings,
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.json.edgeCoords': 'ROOT',
  'elk.json.shapeCoords': 'ROOT',
  'elk.padding': '[top=24,left=24,bottom=24,right=24]',
  'elk.spacing.componentComponent': '32',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
} as const

/** One of the ways in which ELK is asked. */
interface Attempt {
  readonly labels: 'SPACE_EFFICIENT_LAYER' | 'MEDIAN_LAYER'
  readonly cycles: 'GREEDY_MODEL_ORDER' | 'GREEDY'
  readonly order: 'NODES_AND_EDGES' | 'NONE'
  readonly seed: number
}

/** Those that did best among 120, with the machines of this project: no two of them are alike. */
const attempts: readonly Attempt[] = [
  { labels: 'MEDIAN_LAYER', cycles: 'GREEDY', order: 'NODES_AND_EDGES', seed: 5 },
  { labels: 'SPACE_EFFICIENT_LAYER', cycles: 'GREEDY_MODEL_ORDER', order: 'NONE', seed: 5 },
  { labels: 'MEDIAN_LAYER', cycles: 'GREEDY_MODEL_ORDER', order: 'NODES_AND_EDGES', seed: 2 },
]

/** How many attempts are made for pictures of up to so many arrows, and how long each may look for fewer crossings. */
const efforts = [
  { arrows: 80, attempts: 3, thoroughness: 7 },
  { arrows: 200, attempts: 2, thoroughness: 5 },
  { arrows: Infinity, attempts: 1, thoroughness: 1 },
] as const

/** With these, hundreds of lines take seconds instead of minutes, and run less straight. */
const quick = {
  'elk.layered.layering.strategy': 'LONGEST_PATH',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
} as const

/** The settings of each attempt, always the same ones for the same picture. */
export function layoutSettings({ cards, arrows }: PictureParts): LayoutOptions[] {
  const effort = efforts.find((each) => arrows.length <= each.arrows)
  const isNested = cards.some(({ state }) => state.parent !== null)
  return attempts.slice(0, effort?.attempts ?? 1).map(({ labels, cycles, order, seed }) => ({
    ...always,
    // Lines lead from outside into a box that holds others. Where there is none, ELK takes a third of the time.
    'elk.hierarchyHandling': isNested ? 'INCLUDE_CHILDREN' : 'SEPARATE_CHILDREN',
    'elk.layered.edgeLabels.centerLabelPlacementStrategy': labels,
    'elk.layered.cycleBreaking.strategy': cycles,
    'elk.layered.considerModelOrder.strategy': order,
    'elk.randomSeed': String(seed),
    'elk.layered.thoroughness': String(effort?.thoroughness ?? 1),
    ...(effort?.arrows === Infinity ? quick : {}),
  }))
}
