import type { AnyStateMachine, AnyStateNode } from 'xstate'
import { flightEffects, flightEvents } from '../../machine/flight-alphabet.ts'
import { transactionEffects, transactionEvents } from '../../machine/transaction-alphabet.ts'
import { nameOf, nodesOf } from '../machine-nodes.ts'
import { findingOf, type LintFinding, type Place } from './finding.ts'
import { listWords } from './list-words.ts'

/** The words that a machine may use. */
export interface MachineAlphabet {
  readonly events: readonly string[]
  readonly effects: readonly string[]
}

/** The words of the machines that the engine runs, by their ids. */
export const standardAlphabets: ReadonlyMap<string, MachineAlphabet> = new Map([
  ['transaction', { events: transactionEvents, effects: transactionEffects }],
  ['flight', { events: flightEvents, effects: flightEffects }],
])

/** Where a machine uses a word. */
interface Use {
  readonly what: 'event' | 'effect'
  readonly word: string
  readonly place: Place
}

/** Words that whoever runs the machine does not know, and words that are not named as the others are. */
export const findWords = (machine: AnyStateMachine, alphabet: MachineAlphabet | undefined): LintFinding[] => {
  const uses = [machine.root, ...nodesOf(machine)].flatMap(usesIn).filter(({ word }) => !isRefused(word))
  return [...unknownWords(uses, alphabet), ...misnamedWords(uses)]
}

/** Names of XState's own (`after`, `onDone`) and wildcards: `compile` refuses them, and they are found as that. */
const isRefused = (word: string): boolean => word.startsWith('xstate.') || word.includes('*')

const usesIn = (node: AnyStateNode): Use[] => {
  const state = nameOf(node)
  const effects = (actions: readonly unknown[], place: Place): Use[] =>
    // Whatever is no name is refused by `compile`, and found as that.
    actions.flatMap((word) => (typeof word === 'string' ? [{ what: 'effect', word, place }] : []))
  const onEdges = [...node.transitions.values()].flat().flatMap(({ eventType: event, actions }): Use[] => {
    const place = { state, event }
    return [{ what: 'event', word: event, place }, ...effects(actions, place)]
  })
  return [...effects([...node.entry, ...node.exit], { state }), ...onEdges]
}

const unknownWords = (uses: readonly Use[], alphabet: MachineAlphabet | undefined): LintFinding[] => {
  if (alphabet === undefined) return []
  const known = { event: new Set(alphabet.events), effect: new Set(alphabet.effects) }
  return uses
    .filter(({ what, word }) => !known[what].has(word))
    .map(({ what, word, place }) => findingOf('unknown-word', place, unknown(what, word, [...known[what]])))
}

const unknown = (what: Use['what'], word: string, known: readonly string[]): string => {
  const noun = `${word.split('.')[0] ?? ''}.`
  const near = known.filter((each) => each.startsWith(noun))
  const cure = near.length === 0 ? `Choose one of the alphabet's` : `Perhaps ${listWords(near)} is meant`
  const matters = what === 'event' ? 'the edge is never taken' : 'nobody carries it out'
  return `"${word}" is no ${what} of this machine's alphabet: ${matters}. ${cure}, or give an alphabet that has it.`
}

const misnamedWords = (uses: readonly Use[]): LintFinding[] =>
  uses
    .filter(({ word }) => !/^[a-z]+\.[a-z][A-Za-z]*$/.test(word))
    .map(({ what, word, place }) => findingOf('naming', place, misnamed[what](word)))

const misnamed = {
  event: (word: string) =>
    `"${word}" is not named as a fact: edges, traces and reports are read by it. Name it noun.fact, as in reply.failed.`,
  effect: (word: string) =>
    `"${word}" is not named as an order: edges, traces and reports are read by it. Name it noun.verb, as in deadline.set.`,
}
