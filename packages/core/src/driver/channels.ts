/** A named channel of `node:diagnostics_channel`, as far as it is used here. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

interface DiagnosticsChannel {
  channel(name: string): Channel
}

/** The globals of a platform, as far as they lead to its channels: Node has them from 22.3 on. */
export interface Platform {
  readonly process?:
    { readonly getBuiltinModule?: (name: string) => DiagnosticsChannel | undefined } | undefined
}

/** For platforms that have no such thing. */
const nobody: Channel = {
  hasSubscribers: false,
  publish() {
    // there is nobody to be told
  },
}

/** Asked of the process, not imported: this package runs where there is no Node. */
export const openChannels = ({
  process,
}: Platform): { readonly [Name in 'transition' | 'flight' | 'stuck' | 'leak']: Channel } => {
  const diagnostics = process?.getBuiltinModule?.('node:diagnostics_channel')
  const channel = (name: string): Channel => diagnostics?.channel(`cachechart:${name}`) ?? nobody
  return {
    transition: channel('transition'),
    flight: channel('flight'),
    stuck: channel('stuck'),
    leak: channel('leak'),
  }
}

/**
 * What every cache of the process tells to whoever subscribes. `hasSubscribers` is asked before anything is built: while
 * nobody listens it costs nothing. A subscriber that throws is the platform's business: Node reports it as an uncaught
 * exception, and the cache goes on.
 *
 * - `cachechart:transition`: each transition of a transaction, a `Transition`
 * - `cachechart:flight`: each transition of a flight, a `FlightTransition`
 * - `cachechart:stuck`: a transaction that waits for too long, a `Stuck`
 * - `cachechart:leak`: something that was owed and not given, a `Leak`
 * @example
 * import diagnostics_channel from 'node:diagnostics_channel'
 * const hangs: string[] = []
 * diagnostics_channel.subscribe('cachechart:stuck', (message) => {
 *   const { transaction } = message as Stuck
 *   hangs.push(`${transaction.state}: ${transaction.owedBy} owes ${transaction.waitsFor}`)
 * })
 * const clock = fakeClock()
 * const silent: Backend = { send: () => new Promise(() => undefined) }
 * const cache = createCache({ store: memoryStore(), backend: silent, clock, stuckAfter: 1_000 })
 * cache.send({ method: 'GET', url: 'http://example.com/', fields: [] })
 * clock.advance(1_000)
 * console.log(hangs) // ['awaitBackend.attached: origin owes the reply head']
 */
export const channels = openChannels(globalThis as Platform) // what a global is can only be said; every step is checked
