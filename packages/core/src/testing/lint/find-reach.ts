import type { CompiledMachine } from '../../engine/compiled-machine.ts'
import { findingOf, type LintFinding } from './finding.ts'
import { walk } from './walk.ts'

/** States to which no way leads, and states from which no way leads to an end. */
export const findReach = (table: CompiledMachine): LintFinding[] => {
  const { initial, states } = table
  const steps = walk(table, 'here', () => 'here')
  const reached = new Set([initial.name, ...steps.map(({ edge }) => edge.target.name)])
  const ending = endingStates(table)
  const unreachable = [...states.values()]
    .filter(({ name }) => !reached.has(name))
    .map(({ name }) =>
      findingOf(
        'unreachable',
        { state: name },
        `no way leads here from "${initial.name}": what it is for never happens. Lead an edge to it, or take it away.`,
      ),
    )
  if (ending.size === 0) return [...unreachable, endless]
  const traps = [...reached].filter((name) => !ending.has(name))
  return [
    ...unreachable,
    ...traps.map((name) =>
      findingOf(
        'trap',
        { state: name },
        'no way leads from here to a final state: a run that comes here never ends, and what it holds is never freed. Lead an edge out of it towards an end, or make it final.',
      ),
    ),
  ]
}

const endless = findingOf(
  'trap',
  { state: '' },
  'it has no final state: no run of it ever ends, and what each holds is never freed. Give it a state of type "final", and ways to it.',
)

/** The final states, and those from which some way leads to one. */
const endingStates = ({ states }: CompiledMachine): ReadonlySet<string> => {
  const before = new Map<string, string[]>()
  for (const { name, on } of states.values()) {
    for (const { target } of on.values()) {
      const earlier = before.get(target.name)
      if (earlier === undefined) before.set(target.name, [name])
      else earlier.push(name)
    }
  }
  const ending = new Set([...states.values()].filter(({ final }) => final).map(({ name }) => name))
  // A set that is read while it grows hands out what is added.
  for (const name of ending) for (const earlier of before.get(name) ?? []) ending.add(earlier)
  return ending
}
