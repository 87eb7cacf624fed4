import type { AnyStateMachine, AnyStateNode } from 'xstate'
import type { DeadlineName, StateMeta } from '../../machine/transaction-alphabet.ts'
import { nameOf, nodesOf } from '../machine-nodes.ts'
import { findingOf, type LintFinding } from './finding.ts'
import { listWords } from './list-words.ts'

const metaKeys = ['rfc', 'waitsFor', 'owedBy', 'deadline'] as const satisfies readonly (keyof StateMeta)[]

/** The deadlines that the engine knows. */
const deadlines: readonly DeadlineName[] = ['store', 'flight', 'lease', 'reply', 'body', 'none']

/** States that do not say what they are, or what they wait for. `kind` is the id of the machine that it is one of. */
export const findTexts = (machine: AnyStateMachine, kind: string): LintFinding[] =>
  nodesOf(machine).flatMap((node) => [...undescribed(node), ...incomplete(node), ...oddDeadline(node, kind)])

const undescribed = (node: AnyStateNode): LintFinding[] => {
  const { description } = node
  if (typeof description === 'string' && description.trim() !== '') return []
  const message =
    'it has no description: diagrams, tables and reports of what is stuck have nothing to say of it. Give it a sentence.'
  return [findingOf('description', { state: nameOf(node) }, message)]
}

const incomplete = (node: AnyStateNode): LintFinding[] => {
  const meta = Object(node.meta)
  const missing = metaKeys.filter((key) => typeof meta[key] !== 'string' || meta[key].trim() === '')
  if (missing.length === 0) return []
  const message = `its meta lacks ${missing.join(', ')}: the list of what is in flight and the report of what is stuck read it. Give each a text; deadline is 'none' where it does not wait.`
  return [findingOf('meta', { state: nameOf(node) }, message)]
}

const oddDeadline = (node: AnyStateNode, kind: string): LintFinding[] => {
  const named: unknown = Object(node.meta).deadline
  const isKnown = kind !== 'transaction' && kind !== 'flight'
  if (isKnown || typeof named !== 'string' || named.trim() === '' || deadlines.some((name) => name === named))
    return []
  const message = `its deadline "${named}" is none that the engine has: nothing says how long it is. Name ${listWords(deadlines)}.`
  return [findingOf('meta', { state: nameOf(node) }, message)]
}
