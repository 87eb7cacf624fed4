import type { CompiledMachine } from '@cachechart/core'
import type { GraphPath } from './graph-path.ts'
import { flightTable, transactionTable } from './graph-paths.ts'

/** One event of a path, and what is ordered on it. */
interface Order {
  readonly event: string
  readonly effects: readonly string[]
}

const tables: { readonly [Machine in GraphPath['machine']]: CompiledMachine } = {
  transaction: transactionTable,
  flight: flightTable,
}

/** What is ordered on the way along a path, event by event. */
const ordersOf = ({ machine, events, states }: GraphPath): readonly Order[] =>
  events.map((event, at) => ({
    event,
    effects: tables[machine].states.get(states[at] ?? '')?.on.get(event)?.effects ?? [],
  }))

const count = (orders: readonly Order[], isMeant: (effect: string) => boolean): number =>
  orders.flatMap(({ effects }) => effects).filter(isMeant).length

/** What every path to the end of a transaction keeps to; what is wrong with one that does not. */
const transactionFaults = (orders: readonly Order[]): string[] => {
  const faults: string[] = []
  const taken = count(orders, (effect) => effect === 'backend.send')
  const discharged = count(orders, (effect) => effect.startsWith('obligation.'))
  if (taken !== discharged) faults.push(`${taken} obligations were taken, ${discharged} discharged`)
  const answers = count(orders, (effect) => effect === 'client.respond' || effect === 'client.fail')
  const first = orders.findIndex(
    ({ event, effects }) =>
      event.startsWith('client.gone') || effects.some((each) => /client\.(respond|fail)/.test(each)),
  )
  const hasLeft = orders[first]?.event.startsWith('client.gone') ?? false
  const isOwed = orders[0]?.event.startsWith('refresh.') !== true && !hasLeft
  if (answers !== (isOwed ? 1 : 0)) faults.push(`the client was given ${answers} outcomes`)
  const set = count(orders, (effect) => effect === 'deadline.set')
  const cleared = count(orders, (effect) => effect === 'deadline.clear')
  if (set !== cleared) faults.push(`${set} deadlines were set, ${cleared} cleared`)
  return faults
}

/** The same for a flight: its writer ends once, and it leaves nobody behind. */
const flightFaults = (orders: readonly Order[]): string[] => {
  const faults: string[] = []
  const opened = count(orders, (effect) => effect === 'writer.open')
  const done = orders.filter(({ event }) => event === 'writer.done').length
  const ended = done + count(orders, (effect) => effect === 'writer.discard' || effect === 'writer.giveUp')
  if (opened !== ended) faults.push(`${opened} writers were opened, ${ended} ended`)
  let waiting = 0
  for (const effect of orders.flatMap(({ effects }) => effects)) {
    if (effect === 'follower.park') waiting += 1
    else if (effect === 'follower.release') waiting = Math.max(0, waiting - 1)
    else if (effect.startsWith('followers.')) waiting = 0
  }
  if (waiting > 0) faults.push(`${waiting} followers were left behind`)
  return faults
}

/** What a path that has come to its end has left undone, or done twice. */
export const faultsOf = (path: GraphPath): string[] =>
  path.machine === 'transaction' ? transactionFaults(ordersOf(path)) : flightFaults(ordersOf(path))
