import type { Diagram, DiagramEdge, DiagramState } from '../diagram.ts'
import type { Overlay, OverlayMark, OverlayTone } from '../overlay.ts'
import { DiagramMap, type TakenStep } from './diagram-map.ts'
import { OverlayError } from './overlay-error.ts'
import { quotedText } from './quoted-text.ts'

/** A step of a machine, and how many paths of the tests take it. */
export interface CountedStep extends TakenStep {
  readonly paths: number
}

/** Tests of one kind, and which steps of a machine they take. */
export interface CoverageLevel {
  readonly name: string
  readonly steps: readonly CountedStep[]
}

/**
 * Which level of tests walks which edge: those that every level walks, those that some do, and those that none does. An
 * edge of a state that holds others is walked when it is taken from each of these. What is taken without an event has no
 * mark.
 *
 * @throws OverlayError `ERR_OVERLAY_STATE` or `ERR_OVERLAY_EDGE` for a step that this machine does not take,
 * `ERR_OVERLAY_INPUT` for a count that is none, for no level at all, and for two of one name
 * @example
 * const diagram = toDiagram(transactionMachine)
 * const levels = [
 *   { name: 'table', steps: [{ from: 'received', event: 'request.pass', paths: 19 }] },
 *   { name: 'gateway', steps: [] },
 * ]
 * const overlay = coverageOverlay(diagram, levels)
 * console.log(overlay.states.get('direct')) // { tone: 'partly', note: 'only by table' }
 */
export function coverageOverlay(diagram: Diagram, levels: readonly CoverageLevel[]): Overlay {
  checkLevels(levels)
  const map = new DiagramMap(diagram)
  const walks = levels.map((level) => walkOf(level, map))
  const names = levels.map(({ name }) => name)
  const edges = [...formsOf(map)].map(([id, forms]) => {
    const walked = walks.map(({ taken }) => forms.every((form) => taken.has(form)))
    return [id, markOf(names, walked)] as const
  })
  const states = diagram.states.filter(isPlace).map(({ id }) => {
    const entered = walks.map(({ seen }) => seen.has(id))
    return [id, markOf(names, entered)] as const
  })
  const edgeMarks = edges.map(([, mark]) => mark)
  return {
    title: titleOf(edgeMarks, names.length),
    states: new Map(states),
    edges: new Map(edges),
    legend: legendOf([...edgeMarks, ...states.map(([, mark]) => mark)]),
    rest: 'plain',
  }
}

/** Nobody is ever in what leads back to other states. */
const isPlace = ({ kind }: DiagramState): boolean => kind !== 'shallowHistory' && kind !== 'deepHistory'

/** An edge that is taken from one of the states in which the machine can rest. */
const formOf = (edge: DiagramEdge, from: string): string => JSON.stringify([edge.id, from])

/** From where each edge can be taken: one that a state of others lists, is there for all of them that do not hide it. */
function formsOf(map: DiagramMap): ReadonlyMap<string, string[]> {
  const forms = map.leaves.flatMap((from) =>
    map.edgesFrom(from).map((edge) => ({ id: edge.id, form: formOf(edge, from) })),
  )
  const byEdge = Map.groupBy(forms, ({ id }) => id)
  const inOrder = map.diagram.edges.flatMap(({ id }) => {
    const own = byEdge.get(id)
    return own === undefined ? [] : [[id, own.map(({ form }) => form)] as const]
  })
  return new Map(inOrder)
}

/** What one level walks. */
interface Walk {
  readonly taken: ReadonlySet<string>
  /** States in which it has been, and those that hold them. */
  readonly seen: ReadonlySet<string>
}

function walkOf({ steps }: CoverageLevel, map: DiagramMap): Walk {
  const taken = new Set<string>()
  const rests = new Set<string>()
  for (const step of steps) {
    const edge = map.edgeOf(step)
    if (step.paths === 0) continue
    taken.add(formOf(edge, step.from))
    for (const state of [step.from, ...map.restsAfter(edge, step)]) rests.add(state)
  }
  return { taken, seen: new Set([...rests].flatMap((state) => [state, ...map.holdersOf(state)])) }
}

function markOf(names: readonly string[], walked: readonly boolean[]): OverlayMark {
  const walking = names.filter((_, index) => walked[index] === true)
  const others = names.filter((_, index) => walked[index] !== true)
  if (others.length === 0) return { tone: 'covered', note: '' }
  if (walking.length === 0) return { tone: 'uncovered', note: '' }
  const note =
    others.length < walking.length ? `not by ${others.join(', ')}` : `only by ${walking.join(', ')}`
  return { tone: 'partly', note }
}

const meanings = [
  ['covered', 'tests of every level go there'],
  ['partly', 'tests of some levels go there: which do, or do not'],
  ['uncovered', 'no test goes there'],
] as const satisfies readonly (readonly [OverlayTone, string])[]

/** What is not to be seen needs no explanation. */
function legendOf(marks: readonly OverlayMark[]): Overlay['legend'] {
  const tones = new Set(marks.map(({ tone }) => tone))
  return meanings.filter(([tone]) => tones.has(tone)).map(([tone, text]) => ({ tone, text }))
}

function titleOf(marks: readonly OverlayMark[], levels: number): string {
  const covered = marks.filter(({ tone }) => tone === 'covered').length
  const all = levels === 1 ? 'the only level of tests' : `each of ${levels} levels of tests`
  return `${covered} of ${marks.length} edges are walked by ${all}`
}

function checkLevels(levels: readonly CoverageLevel[]): void {
  if (levels.length === 0) throw wrong('Coverage is of one level of tests at least; seen: none.')
  const names = new Set<string>()
  for (const { name, steps } of levels) {
    if (names.has(name)) throw wrong(`Two levels of tests are called ${quotedText(name)}.`)
    names.add(name)
    const odd = steps.find(({ paths }) => !Number.isSafeInteger(paths) || paths < 0)
    if (odd !== undefined)
      throw wrong(
        `At the level ${quotedText(name)}, ${String(odd.paths)} paths take ${quotedText(odd.event)} in ${quotedText(odd.from)}: expected a whole number.`,
      )
  }
}

const wrong = (message: string): OverlayError => new OverlayError('ERR_OVERLAY_INPUT', message)
