import type { Comparison, Contender, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { startServerTrial, type ServerTrial } from '../processes/start-server-trial.ts'
import { answerOfGateway } from './answer-of-gateway.ts'

const gateway = 'gateway'
const bare = 'bare node:http'
const bareText = 'bare node:http, text'
const proxy = 'undici proxy'
const cachingProxy = 'undici proxy with its cache'

const connections = 32
const pace = { warmUp: 1_000, slice: 1_000, slices: 4 }
const itself = (origin: string): string => origin

function contender(name: string, trial: Omit<ServerTrial, 'connections' | 'argument'>): Contender {
  const argument = trial.server.startsWith('bare-') ? answerOfGateway : itself
  return { name, start: () => startServerTrial({ connections, argument, ...trial }) }
}

const hit: Comparison = {
  name: 'gateway hit',
  about: `A response of 1 KB that is stored, over ${connections} keep-alive connections. The bare servers send the bytes that the gateway sends: one hands its body over as a Uint8Array, as is usual; the other as latin1 text, which node:http writes faster.`,
  operation: 'request',
  contenders: [
    contender(gateway, { server: 'gateway', path: paths.fresh, forwarded: 'none' }),
    contender(bare, { server: 'bare-server', path: paths.fresh, forwarded: 'none' }),
    contender(bareText, { server: 'bare-text-server', path: paths.fresh, forwarded: 'none' }),
    contender(cachingProxy, { server: 'undici-caching-proxy', path: paths.fresh, forwarded: 'none' }),
  ],
  baseline: bare,
  budgets: [
    { subject: gateway, against: bare, kind: 'speed', limit: 0.85 },
    { subject: gateway, against: bareText, kind: 'speed', limit: 0.85 },
    { subject: gateway, against: cachingProxy, kind: 'speed', limit: 2.5 },
  ],
  pace,
}

const miss: Comparison = {
  name: 'gateway miss',
  about: `A response of 1 KB that may not be stored, over ${connections} keep-alive connections: every request goes on to the origin. The processor time is the proxy's own.`,
  operation: 'request',
  contenders: [
    contender(gateway, { server: 'gateway', path: paths.uncacheable, forwarded: 'all' }),
    contender(proxy, { server: 'undici-proxy', path: paths.uncacheable, forwarded: 'all' }),
  ],
  baseline: proxy,
  budgets: [{ subject: gateway, against: proxy, kind: 'cost', limit: 1.15 }],
  pace,
}

/** The gateway under load. */
export const gatewaySection: Section = {
  name: 'gateway',
  about: "hits and misses against bare node:http and a proxy over undici, with and without undici's cache",
  comparisons: [hit, miss],
}
