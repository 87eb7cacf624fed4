import type { AddressInfo, Server } from 'node:net'

/** A server that has begun to listen. */
export interface Serving {
  readonly port: number
  /** How many requests it has seen; only the origin counts. */
  requests?(): number
  /** Processor time so far in microseconds, where it is not this process that serves but others that it has started. */
  cpu?(): number
  /** Does something to what it depends on; the orders are its own. */
  obey?(order: string): void
  /** Ends what this process alone would leave behind: other processes, files. */
  close?(): Promise<void>
}

/** Starts a server; the argument is whatever it needs to know: an origin, an answer. */
export type Serve = (argument: string) => Promise<Serving>

/** Listens on any free port of this machine. */
export function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      resolve((server.address() as AddressInfo).port) // a string is for pipes
    })
  })
}
