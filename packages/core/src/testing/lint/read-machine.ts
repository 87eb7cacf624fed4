import type { AnyStateMachine } from 'xstate'
import { CompileError } from '../../engine/compile-error.ts'
import { compile } from '../../engine/compile.ts'
import type { CompiledMachine } from '../../engine/compiled-machine.ts'
import { checkRepresentable } from '../../engine/check-representable.ts'
import { nodesOf } from '../machine-nodes.ts'
import { findingOf, type LintFinding } from './finding.ts'

/** What was given, as far as it can be read. */
export interface ReadMachine {
  readonly machine?: AnyStateMachine
  readonly table?: CompiledMachine
  readonly findings: readonly LintFinding[]
}

/** Reads whatever is given as a machine; what it is not, or what a table cannot represent of it, is found. */
export const readMachine = (value: unknown): ReadMachine => {
  try {
    if (!isMachine(value)) return { findings: [findingOf('not-a-machine', { state: '' }, noMachine(value))] }
    const findings = refusalsOf(value)
    if (findings.length > 0) return { machine: value, findings }
    if (Object.keys(value.root.states).length === 0)
      return { findings: [findingOf('not-a-machine', { state: '' }, empty)] }
    return { machine: value, table: compile(value), findings }
  } catch (error) {
    // Whatever it is, XState or a property of its own threw when it was read.
    return { findings: [findingOf('not-a-machine', { state: '' }, unreadable(error))] }
  }
}

/** By its shape: a machine of another copy of XState is one too. */
const isMachine = (value: unknown): value is AnyStateMachine => {
  if (typeof value !== 'object' || value === null || !('root' in value)) return false
  const { root } = value
  if (typeof root !== 'object' || root === null) return false
  return (
    'states' in root &&
    'transitions' in root &&
    root.transitions instanceof Map &&
    'config' in value &&
    'implementations' in value
  )
}

/** What a table cannot represent: of the whole, and the first thing of each state. */
const refusalsOf = (machine: AnyStateMachine): LintFinding[] => {
  const nodes = [machine.root, ...nodesOf(machine)]
  const found = [[], ...nodes.map((node) => [node])].flatMap((part) => refusal(machine, part))
  return found.length > 0 ? found : refusal(machine, nodes)
}

type Nodes = Parameters<typeof checkRepresentable>[1]

const refusal = (machine: AnyStateMachine, nodes: Nodes): LintFinding[] => {
  try {
    checkRepresentable(machine, nodes)
    return []
  } catch (error) {
    if (!(error instanceof CompileError)) throw error
    const message = `${error.message} (${error.code}). It cannot be compiled to a table, so that nothing else about its ways was checked: write it as that says.`
    return [findingOf('refused', { state: error.state }, message)]
  }
}

const noMachine = (value: unknown): string => {
  const isConfiguration = typeof value === 'object' && value !== null && 'states' in value
  const seen = isConfiguration
    ? 'the configuration of one'
    : value === null
      ? 'null'
      : `of type ${typeof value}`
  return `this is no machine of XState 5: it is ${seen}. ${give}`
}

const give = 'Give what createMachine, or setup(…).createMachine, has returned.'

const empty = 'it has no states: nothing can happen to it. List its states, one of them final.'

const unreadable = (error: unknown): string => `it could not be read as a machine: ${String(error)}. ${give}`
