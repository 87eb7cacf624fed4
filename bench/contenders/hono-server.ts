import type { Server } from 'node:http'
import { createAdaptorServer } from '@hono/node-server'
import { cachedHandler } from '@cachechart/adapters/web'
import { Hono } from 'hono'
import { paths, sampleBody } from './sample-messages.ts'
import { listen, type Serve } from './serving.ts'

const text = new TextDecoder().decode(sampleBody)

/** An application whose answers cost nothing to make. */
export const helloApp = (): Hono =>
  new Hono()
    .get(paths.fresh, (c) =>
      c.body(text, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'max-age=3600' }),
    )
    .get(paths.uncacheable, (c) =>
      c.body(text, 200, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }),
    )

/** Hono on Node, as it comes. */
export const serveHono: Serve = () => serve(helloApp().fetch)

/** The same behind our cache. */
export const serveCachedHono: Serve = () => serve(cachedHandler(helloApp().fetch))

async function serve(fetch: (request: Request) => Response | Promise<Response>): Promise<{ port: number }> {
  const server = createAdaptorServer({ fetch, serverOptions: { keepAliveTimeout: 60_000 } }) as Server // no HTTP/2 was asked for
  return { port: await listen(server) }
}
