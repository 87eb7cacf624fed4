import type { DiagramEdge, DiagramInvoke, DiagramState, DiagramTrigger } from '../diagram.ts'
import { descriptorOf } from '../read/edge-id.ts'
import { transitionConfigs, type Json, type NameOf } from './transition-config.ts'

/** The transitions of a state, and its actors with theirs, each where XState's configuration has its place. */
export function ownTransitions(state: DiagramState, edges: readonly DiagramEdge[], nameOf: NameOf): Json {
  const write = (bundle: readonly DiagramEdge[]) => transitionConfigs(bundle, nameOf)
  const those = (isIt: (trigger: DiagramTrigger) => boolean) => edges.filter(({ trigger }) => isIt(trigger))
  const isOn = (trigger: DiagramTrigger) => trigger.type === 'event' || isOfNoActor(trigger, state)
  const on = those(isOn)
  const after = those(({ type }) => type === 'after')
  const done = those(({ type }) => type === 'done')
  const always = those(({ type }) => type === 'always')
  return {
    ...(state.invokes.length > 0 && { invoke: invokeConfigs(state, edges, write) }),
    ...(on.length > 0 && { on: byKey(on, descriptorOf, write) }),
    ...(done.length > 0 && { onDone: write(done) }),
    ...(after.length > 0 && { after: byKey(after, delayText, write) }),
    ...(always.length > 0 && { always: write(always) }),
  }
}

type Write = (edges: readonly DiagramEdge[]) => Json | readonly Json[]

function byKey(
  edges: readonly DiagramEdge[],
  keyOf: (trigger: DiagramTrigger) => string,
  write: Write,
): Json {
  const bundles = Map.groupBy(edges, ({ trigger }) => keyOf(trigger))
  return Object.fromEntries([...bundles].map(([key, bundle]) => [key, write(bundle)]))
}

const delayText = (trigger: DiagramTrigger): string => (trigger.type === 'after' ? String(trigger.delay) : '')

/** A diagram that was not read from a machine may tell of an actor that its state does not have. */
const isOfNoActor = (trigger: DiagramTrigger, { invokes }: DiagramState): boolean =>
  'invoke' in trigger && !invokes.some(({ id }) => id === trigger.invoke)

const places = { invokeDone: 'onDone', invokeError: 'onError', invokeSnapshot: 'onSnapshot' } as const

/** Two actors of one name are told apart by nothing: what they tell stands with the first. */
const invokeConfigs = ({ invokes }: DiagramState, edges: readonly DiagramEdge[], write: Write): Json[] =>
  invokes.map((invoke, index) => {
    const isFirst = invokes.findIndex(({ id }) => id === invoke.id) === index
    return invokeConfig(invoke, isFirst ? edges : [], write)
  })

function invokeConfig({ id, source }: DiagramInvoke, edges: readonly DiagramEdge[], write: Write): Json {
  const own = Object.entries(places).flatMap(([type, place]) => {
    const bundle = edges.filter(
      ({ trigger }) => trigger.type === type && 'invoke' in trigger && trigger.invoke === id,
    )
    return bundle.length === 0 ? [] : [[place, write(bundle)]]
  })
  return { id, src: source, ...Object.fromEntries(own) }
}
