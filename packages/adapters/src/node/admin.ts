import type { Server } from 'node:http'
import { MisuseError } from '@cachechart/core'
import type { AdminDesk } from './admin-desk.ts'
import { createAdminServer } from './admin-server.ts'
import { bearerToken, isToken } from './bearer-token.ts'
import type { AdminOptions, PurgeOptions } from './gateway-options.ts'
import { closeServer, listenOn, stopListening, type GatewayAddress } from './gateway-server.ts'

/** What an operators' address is made of. */
export interface AdminParts extends AdminOptions {
  /** Who answers there. */
  readonly desk: AdminDesk
  /** Who may purge. Default: whoever reaches the address, if `host` is this machine. */
  readonly purge?: PurgeOptions
  /** The cache's name, in the problems that are answered. Default `cachechart`. */
  readonly name?: string
}

/** An operators' address. */
export interface Admin {
  readonly server: Server
  /** Rejects with a `ListenError` or a `MisuseError`. */
  listen(): Promise<GatewayAddress>
  /** Stops listening; it may be asked to listen again. */
  pause(): Promise<void>
  /** Ends it, requests that are being answered included. */
  close(): Promise<void>
}

/**
 * Creates an operators' address by itself, for what a gateway's option `admin` does not know of: several gateways that
 * answer as one.
 *
 * @throws MisuseError `ERR_MISUSE` for a token that no request can show
 *
 * @example
 * const cache = createCache({ store: memoryStore(), backend })
 * const admin = createAdmin({
 *   port: 0,
 *   desk: {
 *     story: () => ({
 *       now: Date.now(),
 *       inFlight: cache.inFlight(),
 *       ledger: cache.ledger(),
 *       counters: cache.counters(),
 *       tolerated: cache.tolerated(),
 *     }),
 *     purge: (target) => cache.purge(target),
 *   },
 * })
 * const { url } = await admin.listen()
 * const response = await fetch(`${url}/.cachechart/in-flight`)
 * console.log(response.status) // 200
 * await response.text()
 * await admin.close()
 */
export function createAdmin({
  desk,
  purge,
  port,
  host = '127.0.0.1',
  name = 'cachechart',
}: AdminParts): Admin {
  // It is a secret: what was given is not repeated.
  if (purge !== undefined && !isToken(purge.token))
    throw new MisuseError('createAdmin: purge.token is a string of visible ASCII characters, not empty')
  const mayPurge = purge && bearerToken(purge.token)
  const server = createAdminServer({ desk, name, host, mayPurge })
  return {
    server,
    listen: () => listenOn(server, { port, host }),
    pause: () => stopListening(server),
    close: () => closeServer(server, 0),
  }
}
