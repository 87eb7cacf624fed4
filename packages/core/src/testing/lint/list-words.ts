import type { CompiledMachine } from '../../engine/compiled-machine.ts'

const shown = 5

/** Words as a sentence lists them: `a, b or c`; the first of them where there are many. */
export const listWords = (words: readonly string[]): string => {
  if (words.length > shown) return `${words.slice(0, shown).join(', ')} or another`
  const [last = 'nothing', ...others] = words.toReversed()
  return others.length === 0 ? last : `${others.toReversed().join(', ')} or ${last}`
}

/** Those of the words that an edge can order, which events are not; all of them where there are only events. */
export const ordersAmong = (words: readonly string[], { states }: CompiledMachine): readonly string[] => {
  const events = new Set([...states.values()].flatMap(({ on }) => [...on.keys()]))
  const orders = words.filter((word) => !events.has(word))
  return orders.length === 0 ? words : orders
}
