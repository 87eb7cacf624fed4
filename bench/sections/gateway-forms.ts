import type { Comparison, Section } from '../comparison.ts'
import { entityTag, paths } from '../contenders/sample-messages.ts'
import { plainly, sized, type Exchange } from './exchange.ts'
import { bare, gateway, serverContender } from './server-contender.ts'

const kilobyte = 1024
const megabyte = 1024 * kilobyte
const range = { from: 300_000, to: 400_000 }

const overBare = (
  name: string,
  about: string,
  { exchange, connections }: { readonly exchange: Exchange; readonly connections: number },
): Comparison => ({
  name: `gateway hit, ${name}`,
  about: `${about}, over ${connections} keep-alive connections, against node:http that sends the same bytes.`,
  operation: 'request',
  contenders: [gateway, bare].map((server) =>
    serverContender(server, { exchange, connections, forwarded: 'none' }),
  ),
  baseline: bare,
  budgets: [{ subject: gateway, against: bare, kind: 'speed', limit: 0.9 }],
  pace: { warmUp: 1_500, slice: 1_000, slices: 2 },
})

const head: Exchange = {
  ...plainly(),
  request: { method: 'HEAD' },
  body: { length: kilobyte, from: 0, to: 0 },
}

const notModified: Exchange = {
  ...head,
  request: { fields: ['If-None-Match', entityTag], status: 304 },
}

const part: Exchange = {
  path: paths.sized + String(megabyte),
  request: { fields: ['Range', `bytes=${range.from}-${range.to - 1}`], status: 206 },
  body: { length: megabyte, ...range },
}

/** Hits of other sizes, and other requests than plain ones. */
export const gatewayFormsSection: Section = {
  name: 'gateway-forms',
  about: 'hits of 100 KB and 10 MB, HEAD, 304 and Range against bare node:http',
  comparisons: [
    overBare('100 KB', 'A stored response of 100 KB', { exchange: sized(100 * kilobyte), connections: 16 }),
    overBare('10 MB', 'A stored response of 10 MB', { exchange: sized(10 * megabyte), connections: 4 }),
    overBare('HEAD', 'HEAD for a stored response of 1 KB', { exchange: head, connections: 32 }),
    overBare('304', 'A client that has the stored response already (If-None-Match)', {
      exchange: notModified,
      connections: 32,
    }),
    overBare('Range', '100,000 bytes out of a stored response of 1 MB', { exchange: part, connections: 16 }),
  ],
}
