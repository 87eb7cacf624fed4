import type { AnyStateMachine, AnyStateNode, AnyTransitionDefinition } from 'xstate'

const nodesBelow = (node: AnyStateNode): AnyStateNode[] =>
  Object.values(node.states).flatMap((child) => [child, ...nodesBelow(child)])

/** Every state of a machine, outer ones before those inside. */
export const nodesOf = ({ root }: AnyStateMachine): AnyStateNode[] => nodesBelow(root)

/** The states in which a machine can rest. */
export const leavesOf = (machine: AnyStateMachine): AnyStateNode[] =>
  nodesOf(machine).filter(({ type }) => type !== 'compound')

/** Every transition of a machine, where it is written: one of an outer state is there once. */
export const transitionsOf = (machine: AnyStateMachine): AnyTransitionDefinition[] =>
  nodesOf(machine).flatMap(({ transitions }) => [...transitions.values()].flat())

/** A state's path, as tables and traces name it. */
export const nameOf = (node: AnyStateNode): string => node.path.join('.')
