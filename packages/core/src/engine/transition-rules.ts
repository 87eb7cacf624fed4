import type { AnyTransitionDefinition } from 'xstate'
import type { CompileErrorCode } from './compile-error.ts'

/** Something that a state may not do with an event, and why not. */
type TransitionRule = readonly [
  code: CompileErrorCode,
  isBroken: (event: string, transitions: readonly AnyTransitionDefinition[]) => boolean,
  message: string,
]

const targetsOf = ({ target }: AnyTransitionDefinition): number => target?.length ?? 0

/** What a table cannot represent of a state's transitions for one event. The first broken rule is reported. */
export const transitionRules: readonly TransitionRule[] = [
  [
    'ERR_COMPILE_DONE',
    (event) => event.startsWith('xstate.'),
    'onDone and its like react to the machine itself; name a fact',
  ],
  [
    'ERR_COMPILE_WILDCARD',
    (event) => event.includes('*'),
    'a wildcard accepts what nobody thought of; list the events',
  ],
  [
    'ERR_COMPILE_GUARD',
    (_event, transitions) => transitions.some(({ guard }) => guard !== undefined),
    'a guard hides a choice; make each outcome an event of its own',
  ],
  [
    'ERR_COMPILE_CHOICE',
    (_event, transitions) => transitions.length !== 1,
    'each event has one transition, neither several nor none',
  ],
  [
    'ERR_COMPILE_TARGETS',
    (_event, transitions) => transitions.some((transition) => targetsOf(transition) > 1),
    'each transition has one target',
  ],
  [
    'ERR_COMPILE_SILENT',
    (_event, transitions) =>
      transitions.some((transition) => targetsOf(transition) === 0 && transition.actions.length === 0),
    'it is ignored without a word; list a named action that says so (ignore…)',
  ],
]
