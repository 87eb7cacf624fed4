import type { Server } from 'node:http'
import {
  createCache,
  MisuseError,
  systemClock,
  type Cache,
  type Millis,
  type PurgeTarget,
} from '@cachechart/core'
import { createAdmin, type Admin } from './admin.ts'
import { deskOf } from './admin-desk.ts'
import { bearerToken } from './bearer-token.ts'
import { gatewayBackend } from './gateway-backend.ts'
import { readGatewayOptions, type GatewayOptions, type GatewaySettings } from './gateway-options.ts'
import {
  closeServer,
  createGatewayServer,
  listenOn,
  type GatewayAddress,
  type ListenOptions,
} from './gateway-server.ts'
import { createListeners, type Listener } from './listener.ts'
import { createTargetReader } from './target-uri.ts'
import { undiciBackend, type UndiciBackend } from './undici-backend.ts'
import { watchAnswers } from './watch-answers.ts'

/** A caching reverse proxy. */
export interface Gateway {
  /**
   * Answers one request; for any `http.Server` or `https.Server`, whose timeouts, limits and answers to `Expect` are then
   * its own.
   */
  readonly listener: Listener
  /** The server that `listen` starts. */
  readonly server: Server
  /** The operators' server, which `listen` starts as well: `undefined` unless the option `admin` asks for one. */
  readonly adminServer: Server | undefined
  readonly cache: Cache
  /** Listens on both addresses or, when one cannot be had, on none. Rejects with a `ListenError` (its `code` says why) or a `MisuseError`. */
  listen(options?: ListenOptions): Promise<GatewayAddress>
  /**
   * Accepts nothing more, finishes what is in progress, background work included, and after `timeout` (default 10 s)
   * ends it. Resolves when no connection is left. The store and a dispatcher that was given stay open.
   */
  close(options?: { readonly timeout?: Millis }): Promise<void>
}

/** What a gateway that is one of several leaves to all of them. */
export interface GatewayPeers {
  /**
   * Carries out in each of them, this one included (`gateway.cache.purge`), what is asked for by PURGE or at this one's
   * admin address. Rejects as `Cache.purge` does.
   */
  purge(target: PurgeTarget): Promise<{ readonly purged: number }>
}

/**
 * Creates a caching gateway before one origin server.
 *
 * The cache's key is the target URI as the client sees it, host included, with path and query byte for byte. A request
 * goes to `origin` with the same path. Paths on `origin` are not supported: the origin's links and cookies would point
 * elsewhere than its clients do, and `/../` in a request would lead out of it.
 *
 * @param peers for one of several gateways, such as the workers of `cachechart gateway --workers`
 * @throws MisuseError `ERR_MISUSE` when an option is not what it may be.
 *
 * @example
 * const gateway = createGateway({
 *   origin: 'http://127.0.0.1:3000',
 *   store: memoryStore({ maxBytes: 64 * 1024 * 1024 }),
 * })
 * const { url } = await gateway.listen({ port: 0 })
 * const response = await fetch(url)
 * await response.text()
 * await gateway.close()
 */
export function createGateway(options: GatewayOptions, peers?: GatewayPeers): Gateway {
  const settings = readGatewayOptions(options)
  const name = options.policy?.name ?? 'cachechart'
  const upstream = connectTo(options, settings)
  const backend = gatewayBackend({ ...settings, upstream, name })
  const cache = createCache({ ...options, deadlines: settings.deadlines, backend })
  const mayPurge = options.purge && bearerToken(options.purge.token)
  const shared =
    peers === undefined ? cache : { ...cache, purge: (target: PurgeTarget) => peers.purge(target) }
  const listeners = createListeners({
    cache: shared,
    readTarget: targetReaderOf(settings),
    name,
    mayPurge,
    onFailure: options.onFailure,
    watch: options.onAnswer && watchAnswers(options.onAnswer),
  })
  const server = createGatewayServer(listeners, { ...settings, name })
  const admin = adminOf(options, { cache: shared, name })

  let closing: Promise<void> | undefined
  const close = async (timeout: Millis): Promise<void> => {
    const deadline = performance.now() + timeout
    await closeServer(server, timeout)
    await cache.drain({ timeout: Math.max(0, deadline - performance.now()) })
    await upstream.close()
    // The last to go: one may watch what the others wait for.
    await admin?.close()
  }
  return {
    listener: listeners.request,
    server,
    adminServer: admin?.server,
    cache,
    async listen(where) {
      if (closing !== undefined) throw new MisuseError(listensNoMore)
      return listenOnBoth(server, where, admin)
    },
    close: ({ timeout = 10_000 } = {}) => (closing ??= close(timeout)),
  }
}

function targetReaderOf({ forwarded, originBase }: GatewaySettings): ReturnType<typeof createTargetReader> {
  return createTargetReader({
    forwarded,
    defaultAuthority: originBase.slice(originBase.indexOf('://') + 3),
  })
}

const listensNoMore = 'gateway.listen: the gateway is closed; create another'

async function listenOnBoth(
  server: Server,
  where: ListenOptions | undefined,
  admin: Admin | undefined,
): Promise<GatewayAddress> {
  if (admin === undefined) return listenOn(server, where)
  // First, so that no client is let in and then turned out.
  const adminAddress = await admin.listen()
  try {
    return { ...(await listenOn(server, where)), admin: adminAddress }
  } catch (error) {
    // Half a gateway is none: it may be tried again.
    await admin.pause()
    throw error
  }
}

/** The operators' address, if there is to be one. */
function adminOf(
  { admin, purge, clock = systemClock }: GatewayOptions,
  { cache, name }: { readonly cache: Cache; readonly name: string },
): Admin | undefined {
  if (admin === undefined) return undefined
  return createAdmin({ ...admin, ...(purge && { purge }), desk: deskOf(cache, clock), name })
}

/** The connections to the origin. */
function connectTo({ dispatcher }: GatewayOptions, { timeouts, limits }: GatewaySettings): UndiciBackend {
  return undiciBackend({
    ...(dispatcher === undefined ? {} : { dispatcher }),
    connectTimeout: timeouts.connect,
    headTimeout: timeouts.responseHead,
    bodyTimeout: timeouts.responseBody,
    maxHeadSize: limits.responseHead,
  })
}
