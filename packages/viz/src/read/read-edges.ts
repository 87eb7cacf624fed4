import type { AnyStateNode, AnyTransitionDefinition } from 'xstate'
import { actionName } from '../action-name.ts'
import type { DiagramEdge, DiagramTrigger } from '../diagram.ts'
import { UnsupportedMachineError } from '../unsupported-machine-error.ts'
import { compareTriggers } from './compare-triggers.ts'
import { descriptorOf, edgeId, historyDefaultId } from './edge-id.ts'
import { guardName } from './guard-name.ts'
import { historyTargets } from './history-targets.ts'
import { readTriggers } from './read-triggers.ts'
import type { StatePlaces } from './state-places.ts'

/** An edge before it is said which way through a cache it belongs to. */
type PlainEdge = Omit<DiagramEdge, 'path'>

/** The transitions that a state lists, by trigger, and for each trigger in the order in which they are tried. */
export function readEdges(node: AnyStateNode, places: StatePlaces): PlainEdge[] {
  const source = places.get(node) ?? ''
  const ordinals = new Map<string, number>()
  const listed = candidatesOf(node).map(({ trigger, transition }): PlainEdge => {
    const descriptor = descriptorOf(trigger)
    const ordinal = ordinals.get(descriptor) ?? 0
    ordinals.set(descriptor, ordinal + 1)
    return {
      id: edgeId(source, descriptor, ordinal),
      source,
      targets: (transition.target ?? []).map((target) => placeOf(target, source, places)),
      trigger,
      guard: readGuard(transition, source),
      actions: readActions(transition, source),
      reenter: transition.reenter,
      description: typeof transition.description === 'string' ? transition.description : '',
    }
  })
  return [...listed, ...historyDefault(node, places)]
}

function readActions({ actions }: AnyTransitionDefinition, source: string): string[] {
  if (Array.isArray(actions)) return actions.map((action) => actionName(action, source))
  throw new UnsupportedMachineError(
    `A transition of state "${source}" has no list of actions: it was not made by XState 5.`,
    { state: source },
  )
}

/** XState takes one whose name is empty for none. */
const readGuard = ({ guard }: AnyTransitionDefinition, source: string): string | null =>
  guard === undefined || guard === '' ? null : guardName(guard, source)

interface Candidate {
  readonly trigger: DiagramTrigger
  readonly transition: AnyTransitionDefinition
}

function candidatesOf(node: AnyStateNode): Candidate[] {
  const triggerOf = readTriggers(node)
  const listed = [...node.transitions].flatMap(([descriptor, transitions]) =>
    transitions.map((transition) => ({ trigger: triggerOf(descriptor), transition })),
  )
  // Nothing rests in a history state, so that nothing is taken from there but the way to its default.
  const always = node.type === 'history' ? [] : (node.always ?? [])
  const eventless = always.map((transition) => ({ trigger: { type: 'always' } as const, transition }))
  return [...listed, ...eventless].toSorted((one, other) => compareTriggers(one.trigger, other.trigger))
}

/** Where a history state leads when there is nothing to go back to, if it says so: SCXML has a transition there, too. */
function historyDefault(node: AnyStateNode, places: StatePlaces): PlainEdge[] {
  const source = places.get(node) ?? ''
  const targets = historyTargets(node, source)
  if (targets === undefined) return []
  return [
    {
      id: historyDefaultId(source),
      source,
      targets: targets.map((target) => placeOf(target, source, places)),
      trigger: { type: 'always' },
      guard: null,
      actions: [],
      reenter: false,
      description: '',
    },
  ]
}

function placeOf(target: AnyStateNode, source: string, places: StatePlaces): string {
  const place = places.get(target)
  if (place !== undefined) return place
  throw new UnsupportedMachineError(
    `A transition of state "${source}" leads to what is no state of its machine.`,
    {
      state: source,
    },
  )
}
