import type { DiagramEdge } from '../diagram.ts'

/** What JSON can write. */
export type Json = Readonly<Record<string, unknown>>

/** By the `id` of a state in the diagram, how a transition names it. */
export type NameOf = (id: string) => string

/** The members of a configuration that say anything. */
export const whatIsSaid = (members: Json): Json =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => isSaid(value)))

function isSaid(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length > 0
  return value !== undefined && value !== null && value !== '' && value !== false
}

/** One alone, or a list of them: they are tried in this order. A transition without any member forbids its event. */
export function transitionConfigs(edges: readonly DiagramEdge[], nameOf: NameOf): Json | readonly Json[] {
  const configs = edges.map((edge) => transitionConfig(edge, nameOf))
  const [first] = configs
  return first !== undefined && configs.length === 1 ? first : configs
}

function transitionConfig(edge: DiagramEdge, nameOf: NameOf): Json {
  const targets = edge.targets.map(nameOf)
  const { guard, actions, reenter, description } = edge
  return whatIsSaid({
    target: targets.length === 1 ? targets[0] : targets,
    guard,
    actions,
    reenter,
    description,
  })
}
