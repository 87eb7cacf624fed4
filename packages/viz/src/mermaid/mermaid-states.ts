import type { DiagramState } from '../diagram.ts'
import { mermaidText, mermaidTitle } from './mermaid-text.ts'
import { captionOf, type MermaidWriting } from './mermaid-writing.ts'

/** All states, those within others in their frames, with where they begin and where they end. */
export function mermaidStates(writing: MermaidWriting): string[] {
  const { diagram, frame } = writing
  const whole = wholeBox(diagram.root, writing)
  if (frame === null) return [...whole, ...writeStates('', writing)]
  return [...whole, ...writeFrame(frame, diagram.root.name, writeRegions('', writing))]
}

function writeStates(parent: string, writing: MermaidWriting): string[] {
  const { ids, nesting } = writing
  const states = nesting.childrenOf(parent)
  const starts = states.filter(({ initial }) => initial).map(({ id }) => `[*] --> ${ids.of(id)}`)
  const ends = states.flatMap((state) => writeEnd(state, writing))
  return [...starts, ...states.flatMap((state) => writeState(state, writing)), ...ends]
}

const writeEnd = ({ kind, id }: DiagramState, { ids }: MermaidWriting): string[] =>
  kind === 'final' ? [`${ids.of(id)} --> [*]`] : []

function writeState(state: DiagramState, writing: MermaidWriting): string[] {
  const id = writing.ids.of(state.id)
  if (writing.nesting.childrenOf(state.id).length === 0) {
    return [
      `state "${mermaidTitle(state.name)}" as ${id}`,
      ...saysLines(id, captionOf(state, writing.overlay)),
    ]
  }
  const whole = wholeBox(state, writing)
  // What stands for all regions stands in none of them.
  if (state.kind === 'parallel')
    return [...whole, ...writeFrame(id, state.name, writeRegions(state.id, writing))]
  return writeFrame(id, state.name, [...whole, ...writeStates(state.id, writing)])
}

const writeFrame = (id: string, name: string, inside: readonly string[]): string[] => [
  `state "${mermaidTitle(name)}" as ${id} {`,
  ...inside.map((line) => `  ${line}`),
  '}',
]

/** Regions have a rule between each two. A history state is none: it stands in the first. */
function writeRegions(parent: string, writing: MermaidWriting): string[] {
  const states = writing.nesting.childrenOf(parent)
  const isRegion = ({ kind }: DiagramState): boolean => kind !== 'shallowHistory' && kind !== 'deepHistory'
  const [first = [], ...others] = states
    .filter(isRegion)
    .map((state) => [...writeState(state, writing), ...writeEnd(state, writing)])
  const beside = states.filter((state) => !isRegion(state)).flatMap((state) => writeState(state, writing))
  return [...beside, ...first, ...others.flatMap((region) => ['--', ...region])]
}

/**
 * The box that stands for a state, or the machine, as a whole. Mermaid refuses a description of a state that holds others,
 * and what is within covers a title of several lines: it is this box that says what the state does.
 */
function wholeBox(state: DiagramState, { wholes, overlay }: MermaidWriting): string[] {
  const id = wholes.get(state.id)
  if (id === undefined) return []
  return [
    `state "${mermaidTitle(`${state.name}, as a whole`)}" as ${id}`,
    ...saysLines(id, captionOf(state, overlay)),
  ]
}

const saysLines = (id: string, says: readonly string[]): string[] =>
  says.map((line) => `${id} : ${mermaidText(line)}`)
