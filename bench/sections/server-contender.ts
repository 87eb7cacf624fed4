import type { LatencyContender } from '../latency-comparison.ts'
import { startServerTrial, type ServerTrial } from '../processes/start-server-trial.ts'
import { answerOfGateway } from './answer-of-gateway.ts'
import { answerOfCache, exchangeWith, type Exchange } from './exchange.ts'

/** The servers that take part in the comparisons of the gateway, by the names that they have in reports. */
export const gateway = 'gateway'
export const bare = 'bare node:http'
export const bareText = 'bare node:http, text'
export const cachingProxy = 'undici proxy with its cache'
export const plainProxy = 'undici proxy'
export const collapsingProxy = 'undici proxy with its cache and deduplicate'
export const nginx = 'nginx'
export const varnish = 'Varnish'

const servings = new Map([
  [gateway, 'gateway'],
  [bare, 'bare-server'],
  [bareText, 'bare-text-server'],
  [cachingProxy, 'undici-caching-proxy'],
  [plainProxy, 'undici-proxy'],
  [collapsingProxy, 'undici-collapsing-proxy'],
  [nginx, 'nginx'],
  [varnish, 'varnish'],
])

/** What is asked of a server. */
export interface Scene extends Pick<ServerTrial, 'connections' | 'forwarded' | 'rhythm'> {
  readonly exchange: Exchange
  /** What this is called where one server takes part more than once. */
  readonly as?: string
}

/** One of the servers, which is looked at before anything is measured: whether it answers what it should. */
export function serverContender(name: string, { exchange, as, ...scene }: Scene): LatencyContender {
  const server = servings.get(name) ?? name
  const { path, request } = exchange
  const isBare = server.startsWith('bare-')
  const argument = isBare ? answerOfGateway(exchange) : (origin: string): string => origin
  const verify = async (url: string): Promise<void> => {
    await (isBare ? exchangeWith(url, exchange) : answerOfCache(url, exchange))
  }
  return {
    name: as ?? name,
    ...(name === gateway ? { owner: 'project' as const } : {}),
    start: () => startServerTrial({ ...scene, server, path, request, argument, verify }),
  }
}
