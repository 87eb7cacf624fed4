import type { Diagram, DiagramState } from '../diagram.ts'
import type { NameOf } from './transition-config.ts'

/** How a configuration tells its states apart. */
export interface TargetNames {
  /** The `id` that must be written at a state so that it can be found; most need none, the machine has one. */
  readonly idOf: (state: DiagramState) => string | undefined
  readonly nameOf: NameOf
}

/**
 * Every target is named from the machine down, `#machine.parent.child`: no name is ever read from where it stands. XState
 * takes a name within a path that begins with `#` for an `id`; such states, and those in them, have one that no other has.
 */
export function targetNames({ id: machine, states }: Diagram): TargetNames {
  const withId = new Set<string>()
  for (const { id, name, parent } of states) {
    if (name.startsWith('#') || (parent !== null && withId.has(parent))) withId.add(id)
  }
  // An `id` that XState makes up has a dot there.
  const ownId = (id: string): string => `${machine}:${id}`
  return {
    idOf: ({ id }) => (id === '' ? machine : withId.has(id) ? ownId(id) : undefined),
    nameOf: (id) => {
      if (id === '') return `#${escapeDots(machine)}`
      return withId.has(id) ? `#${escapeDots(ownId(id))}` : `#${escapeDots(machine)}.${id}`
    },
  }
}

const escapeDots = (name: string): string => name.replace(/[.\\]/g, String.raw`\$&`)
