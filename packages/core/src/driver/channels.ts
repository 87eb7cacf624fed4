/** A named channel of `node:diagnostics_channel`, as far as it is used here. */
export interface Channel {
  readonly hasSubscribers: boolean
  publish(message: unknown): void
}

interface DiagnosticsChannel {
  channel(name: string): Channel
}

/** For platforms that have no such thing. */
const nobody: Channel = {
  hasSubscribers: false,
  publish() {
    // there is nobody to be told
  },
}

/** Asked of the process, not imported: this package runs where there is no Node. */
const diagnostics = (): DiagnosticsChannel | undefined => {
  const { process } = globalThis as {
    readonly process?: { readonly getBuiltinModule?: (name: string) => DiagnosticsChannel | undefined }
  } // what a global is can only be said, and every step is checked
  return process?.getBuiltinModule?.('node:diagnostics_channel')
}

const channel = (name: string): Channel => diagnostics()?.channel(`cachechart:${name}`) ?? nobody

/**
 * What every cache of the process tells to whoever subscribes. `hasSubscribers` is asked before anything is built: while
 * nobody listens it costs nothing.
 *
 * - `cachechart:transition`: each transition of a transaction, a `Transition`
 * - `cachechart:flight`: each transition of a flight, a `FlightTransition`
 * - `cachechart:stuck`: a transaction that waits for too long, a `Stuck`
 * - `cachechart:leak`: something that was owed and not given, a `Leak`
 */
export const channels = {
  transition: channel('transition'),
  flight: channel('flight'),
  stuck: channel('stuck'),
  leak: channel('leak'),
} as const
