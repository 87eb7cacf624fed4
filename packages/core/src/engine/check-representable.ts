import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { CompileError } from './compile-error.ts'
import { stateRules } from './state-rules.ts'
import { transitionRules } from './transition-rules.ts'

/** The path of a state as events and reports name it: `awaitBackend.attached`; empty for the root. */
export const pathOf = (node: AnyStateNode): string => node.path.join('.')

/** @throws CompileError for the first thing about the machine, or about one of its states, that a table cannot represent. */
export const checkRepresentable = (machine: AnyStateMachine, nodes: readonly AnyStateNode[]): void => {
  checkContext(machine)
  for (const node of nodes) checkState(node)
  checkIds(nodes)
  for (const node of nodes) checkTransitions(node)
}

const checkContext = ({ config }: AnyStateMachine): void => {
  const context: object | (() => unknown) = config.context ?? {}
  if (typeof context === 'object' && Object.keys(context).length === 0) return
  throw new CompileError(
    'ERR_COMPILE_CONTEXT',
    '',
    'context must be empty; data lives with whoever runs the machine',
  )
}

/** XState loses the first of two states with one id, and confuses the order of entry. */
const checkIds = (nodes: readonly AnyStateNode[]): void => {
  const seen = new Set<string>()
  for (const node of nodes) {
    if (seen.has(node.id)) {
      throw new CompileError('ERR_COMPILE_ID', pathOf(node), `another state has the id "${node.id}" too`)
    }
    seen.add(node.id)
  }
}

const checkState = (node: AnyStateNode): void => {
  for (const [code, isBroken, message] of stateRules) {
    if (isBroken(node)) throw new CompileError(code, pathOf(node), message)
  }
  checkActions(node, [...node.entry, ...node.exit])
}

const checkTransitions = (node: AnyStateNode): void => {
  for (const [event, transitions] of node.transitions) {
    for (const [code, isBroken, message] of transitionRules) {
      if (isBroken(event, transitions)) {
        throw new CompileError(code, pathOf(node), `event "${event}": ${message}`)
      }
    }
    checkActions(
      node,
      transitions.flatMap(({ actions }) => actions),
    )
  }
}

const checkActions = (node: AnyStateNode, actions: readonly unknown[]): void => {
  const refuse = (why: string): never => {
    throw new CompileError('ERR_COMPILE_ACTION', pathOf(node), why)
  }
  for (const action of actions) {
    if (typeof action !== 'string') {
      return refuse(`an effect is a name, without parameters or code; seen: ${seen(action)}`)
    }
    // Most built-in actions of XState (assign, raise) are given as implementations, and change what happens.
    if (node.machine.implementations.actions[action] !== undefined) {
      return refuse(`an effect is for whoever runs the machine; "${action}" has an implementation`)
    }
  }
}

const seen = (action: unknown): string =>
  typeof action === 'function' ? `the function ${action.name}` : `an object of type ${Object(action).type}`
