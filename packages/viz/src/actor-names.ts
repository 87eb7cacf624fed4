import type { DiagramInvoke } from './diagram.ts'

/**
 * What people know the actors of a state by, in their order: their `id`; of those to which only XState has given one, the
 * name of their logic, where no other in that state is so called.
 */
export function actorNames(invokes: readonly DiagramInvoke[]): string[] {
  return invokes.map((invoke, index) => {
    const { id, source } = invoke
    const others = invokes.filter((other) => other !== invoke)
    const isTaken = others.some((other) => other.id === source || other.source === source)
    return isMadeUp(id, index) && !isTaken ? source : id
  })
}

/**
 * XState calls an actor that was given no name after its place: `0.machine.state`. Only the number is looked at, so that a
 * machine made of a diagram, whose states have other `id`s than those it was read from, has the same one.
 */
const isMadeUp = (id: string, index: number): boolean => id.startsWith(`${index}.`)
