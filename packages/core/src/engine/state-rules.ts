import type { AnyStateNode } from 'xstate'
import type { CompileErrorCode } from './compile-error.ts'

/** Something that a state may not have, and why not. */
type StateRule = readonly [code: CompileErrorCode, isBroken: (node: AnyStateNode) => boolean, message: string]

const hasStates = (node: AnyStateNode): boolean => Object.keys(node.states).length > 0

/** XState looks for the initial state only when it enters it, and stops with an error then. */
const lacksInitial = (node: AnyStateNode): boolean => {
  const { initial } = node.config
  const key = typeof initial === 'object' ? initial.target : initial
  return node.type === 'compound' && !Object.keys(node.states).includes(String(key))
}

/** What a table cannot represent of a state itself. The first rule that is broken is the one that is reported. */
export const stateRules: readonly StateRule[] = [
  [
    'ERR_COMPILE_NAME',
    (node) => node.parent !== undefined && (node.key === '' || /^#|\./.test(node.key)),
    'a dot separates the states of a path, and "#" begins an id: neither may be part of a name',
  ],
  [
    'ERR_COMPILE_PARALLEL',
    (node) => node.type === 'parallel',
    'a parallel state has no single next state; use one machine for each part',
  ],
  [
    'ERR_COMPILE_HISTORY',
    (node) => node.type === 'history',
    'history depends on the past; name the state to return to',
  ],
  [
    'ERR_COMPILE_LEAF',
    (node) => node.type !== 'compound' && hasStates(node),
    'its type says that it has no states inside, and it has',
  ],
  ['ERR_COMPILE_INITIAL', lacksInitial, 'its initial state is none of its own'],
  [
    'ERR_COMPILE_INITIAL',
    (node) => node.type !== 'compound' && node.config.initial !== undefined,
    'it names an initial state, and has none inside',
  ],
  [
    'ERR_COMPILE_INITIAL',
    (node) => node.initial.actions.length > 0,
    'actions on the initial transition are easily missed; make them entry actions',
  ],
  [
    'ERR_COMPILE_INVOKE',
    (node) => node.invoke.length > 0,
    'invoke runs an actor inside the machine; order an effect and wait for an event',
  ],
  [
    'ERR_COMPILE_AFTER',
    (node) => node.after.length > 0,
    'after hides a timer; order a deadline as an effect and list its event',
  ],
  [
    'ERR_COMPILE_ALWAYS',
    (node) => (node.always ?? []).length > 0,
    'always is a transition without a fact; give it an event with a name',
  ],
  [
    'ERR_COMPILE_ROUTE',
    (node) => node.config.route !== undefined,
    'a route leads here from anywhere; list the event where it may happen',
  ],
  ['ERR_COMPILE_TAGS', (node) => node.tags.length > 0, 'tags are not kept; say it in meta, which is'],
  [
    'ERR_COMPILE_OUTPUT',
    (node) => node.config.output !== undefined,
    'output is computed inside the machine; the final state itself is the outcome',
  ],
  [
    'ERR_COMPILE_NESTED_FINAL',
    (node) => node.type === 'final' && node.path.length > 1,
    'a nested final state does not end the machine; target a top-level one',
  ],
  [
    'ERR_COMPILE_FINAL',
    (node) => node.type === 'final' && node.transitions.size > 0,
    'a final state hears nothing any more; what it lists would never happen',
  ],
]
