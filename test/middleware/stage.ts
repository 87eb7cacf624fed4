import type { IncomingMessage, ServerResponse } from 'node:http'
import { cacheMiddleware, type CacheMiddleware, type CacheMiddlewareOptions } from '@cachechart/adapters/node'
import { expectNothingLeft } from '../fixtures/expect-nothing-left.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import { Client } from './client.ts'
import { startPlain, type Handler, type Host, type StartHost } from './hosts.ts'

/** An application behind the middleware, and a client with a connection that stays open. */
export interface Stage {
  readonly middleware: CacheMiddleware
  readonly host: Host
  readonly client: Client
  readonly clock: VirtualClock
  /** Method and URL of each request that the application was called for. */
  readonly calls: readonly string[]
  /** Ends it all, and expects that the cache has kept nothing. */
  strike(): Promise<void>
}

export interface StageOptions extends Omit<CacheMiddlewareOptions, 'clock'> {
  readonly start?: StartHost
}

export async function setUp(
  handler: Handler,
  { start = startPlain, ...options }: StageOptions = {},
): Promise<Stage> {
  const clock = new VirtualClock()
  const calls: string[] = []
  const middleware = cacheMiddleware({ clock, ...options })
  const counted = (request: IncomingMessage, response: ServerResponse): unknown => {
    calls.push(`${request.method} ${request.url}`)
    return handler(request, response)
  }
  const host = await start(middleware, counted)
  const client = new Client(host.port)
  return {
    middleware,
    host,
    client,
    clock,
    calls,
    async strike() {
      client.close()
      await host.close()
      await expectNothingLeft(middleware.cache, clock)
    },
  }
}
