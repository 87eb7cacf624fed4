import type { Comparison, Section } from '../comparison.ts'
import { paths } from '../contenders/sample-messages.ts'
import { plainly } from './exchange.ts'
import { missingProgram } from './missing-program.ts'
import {
  bare,
  bareText,
  cachingProxy,
  gateway,
  nginx,
  plainProxy,
  serverContender,
  varnish,
  type Scene,
} from './server-contender.ts'

const connections = 32
const pace = { warmUp: 1_500, slice: 1_000, slices: 3 }
/** A miss runs through several times as much code: it takes V8 some 30,000 of them to have compiled all of it. */
const paceOfMisses = { ...pace, warmUp: 4_000 }

const fresh: Scene = { exchange: plainly(paths.fresh), connections, forwarded: 'none' }
const uncacheable: Scene = { exchange: plainly(paths.uncacheable), connections, forwarded: 'all' }
const stale: Scene = { exchange: plainly(paths.stale), connections, forwarded: 'some' }

const hit: Comparison = {
  name: 'gateway hit',
  about: `A response of 1 KB that is stored, over ${connections} keep-alive connections. The bare servers send the bytes that the gateway sends: one hands its body over as a Uint8Array, as is usual; the other as latin1 text, which node:http writes faster. nginx and Varnish have one worker process each and add fields of their own; nginx keeps what it stores in files.`,
  operation: 'request',
  contenders: [
    ...[gateway, bare, bareText, cachingProxy].map((name) => serverContender(name, fresh)),
    { ...serverContender(nginx, fresh), missing: missingProgram('nginx') },
    { ...serverContender(varnish, fresh), missing: missingProgram('varnishd') },
  ],
  baseline: bare,
  budgets: [
    { subject: gateway, against: bare, kind: 'speed', limit: 0.9 },
    { subject: gateway, against: bareText, kind: 'speed', limit: 0.9 },
    { subject: gateway, against: cachingProxy, kind: 'speed', limit: 2.5 },
  ],
  pace,
}

const miss: Comparison = {
  name: 'gateway miss',
  about: `A response of 1 KB that may not be stored, over ${connections} keep-alive connections: every request goes on to the origin. The processor time is the proxy's own.`,
  operation: 'request',
  contenders: [gateway, plainProxy].map((name) => serverContender(name, uncacheable)),
  baseline: plainProxy,
  budgets: [{ subject: gateway, against: plainProxy, kind: 'cost', limit: 1.1 }],
  pace: paceOfMisses,
}

const revalidating: Comparison = {
  name: 'gateway hit, stale while revalidating',
  about: `A response of 1 KB that is stale at once and may be served while it is refreshed, over ${connections} keep-alive connections. The origin takes a quarter of a second, so that nearly every hit finds a refresh under way; how many it sees is up to the cache.`,
  operation: 'request',
  contenders: [
    serverContender(gateway, stale),
    serverContender(bare, { ...stale, forwarded: 'none' }),
    serverContender(cachingProxy, stale),
  ],
  baseline: bare,
  budgets: [],
  pace: { ...pace, slices: 2 },
}

/** The gateway under load. */
export const gatewaySection: Section = {
  name: 'gateway',
  about: 'hits, misses and stale hits against bare node:http, a proxy over undici, nginx and Varnish',
  comparisons: [hit, revalidating, miss],
}
