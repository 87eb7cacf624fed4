import type { Serve } from './serving.ts'

/** The server of each contender; only what is asked for is loaded. */
export const servings: ReadonlyMap<string, () => Promise<Serve>> = new Map([
  ['origin', async () => (await import('./origin.ts')).serveOrigin],
  ['bare-server', async () => (await import('./bare-server.ts')).serveBare],
  ['bare-text-server', async () => (await import('./bare-server.ts')).serveBareText],
  ['gateway', async () => (await import('./gateway.ts')).serveGateway],
  ['gateway-on-store', async () => (await import('./gateway-on-store.ts')).serveGatewayOnStore],
  ['gateway-command', async () => (await import('./gateway-command.ts')).serveGatewayCommand],
  ['traced-gateway-command', async () => (await import('./gateway-command.ts')).serveTracedGatewayCommand],
  ['undici-proxy', async () => (await import('./undici-proxy.ts')).serveProxy],
  ['undici-caching-proxy', async () => (await import('./undici-proxy.ts')).serveCachingProxy],
  ['undici-collapsing-proxy', async () => (await import('./undici-proxy.ts')).serveCollapsingProxy],
  ['nginx', async () => (await import('./nginx.ts')).serveNginx],
  ['varnish', async () => (await import('./varnish.ts')).serveVarnish],
  ['hono', async () => (await import('./hono-server.ts')).serveHono],
  ['cached-hono', async () => (await import('./hono-server.ts')).serveCachedHono],
  ['plain', async () => (await import('./middleware-applications.ts')).servePlain],
  ['cached-plain', async () => (await import('./middleware-applications.ts')).serveCachedPlain],
  ['express', async () => (await import('./middleware-applications.ts')).serveExpress],
  ['cached-express', async () => (await import('./middleware-applications.ts')).serveCachedExpress],
  ['fastify', async () => (await import('./middleware-applications.ts')).serveFastify],
  ['cached-fastify', async () => (await import('./middleware-applications.ts')).serveCachedFastify],
])
