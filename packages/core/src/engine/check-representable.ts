import type { AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { CompileError, type CompileErrorCode } from './compile-error.ts'

/** The path of a state as events and reports name it: `awaitBackend.attached`; empty for the root. */
export const pathOf = (node: AnyStateNode): string => node.path.join('.')

type Check = readonly [code: CompileErrorCode, broken: (node: AnyStateNode) => boolean, message: string]

const nodeChecks: readonly Check[] = [
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
    'ERR_COMPILE_OUTPUT',
    (node) => node.output !== undefined,
    'output is computed inside the machine; the final state itself is the outcome',
  ],
  [
    'ERR_COMPILE_NESTED_FINAL',
    (node) => node.type === 'final' && node.path.length > 1,
    'a nested final state does not end the machine; target a top-level one',
  ],
  [
    'ERR_COMPILE_INITIAL',
    (node) => node.type === 'compound' && node.initial.actions.length > 0,
    'actions on the initial transition are easily missed; make them entry actions',
  ],
]

/** @throws CompileError for the first thing about this node, not its children, that a table cannot represent. */
export const checkNode = (node: AnyStateNode): void => {
  for (const [code, broken, message] of nodeChecks) {
    if (broken(node)) throw new CompileError(code, pathOf(node), message)
  }
  checkActions(node, [...node.entry, ...node.exit])
  for (const [event, transitions] of node.transitions) checkTransitions(node, event, transitions)
}

const checkTransitions = (
  node: AnyStateNode,
  event: string,
  transitions: readonly AnyTransitionDefinition[],
): void => {
  const refuse = (code: CompileErrorCode, message: string): never => {
    throw new CompileError(code, pathOf(node), `event "${event}": ${message}`)
  }
  if (event.includes('*'))
    refuse('ERR_COMPILE_WILDCARD', 'a wildcard accepts what nobody thought of; list the events')
  if (event.startsWith('xstate.'))
    refuse('ERR_COMPILE_DONE', 'onDone reacts to the machine itself; name the event')
  const [transition, ...others] = transitions
  for (const { guard } of transitions) {
    if (guard !== undefined)
      refuse('ERR_COMPILE_GUARD', 'a guard hides a choice; make each outcome an event of its own')
  }
  if (transition === undefined || others.length > 0)
    return refuse('ERR_COMPILE_CHOICE', 'one transition for each event')
  if ((transition.target ?? []).length > 1) refuse('ERR_COMPILE_TARGETS', 'one target for each transition')
  if (transition.target === undefined && transition.actions.length === 0) {
    refuse('ERR_COMPILE_SILENT', 'it is ignored without a word; list a named action that says so (ignore…)')
  }
  checkActions(node, transition.actions)
}

const checkActions = (node: AnyStateNode, actions: readonly unknown[]): void => {
  for (const action of actions) {
    if (typeof action !== 'string') {
      const seen = typeof action === 'function' ? `function ${action.name}` : JSON.stringify(action)
      throw new CompileError(
        'ERR_COMPILE_ACTION',
        pathOf(node),
        `an effect is a name, without parameters or code; seen: ${seen}`,
      )
    }
  }
}
