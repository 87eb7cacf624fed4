import {
  createGateway,
  type Gateway,
  type GatewayAnswer,
  type GatewayOptions,
  type GatewayPeers,
} from '@cachechart/adapters/node'
import { memoryStore, type Store } from '@cachechart/core'
import type { GatewayCommandOptions } from './gateway-options.ts'
import { printable } from './printable.ts'
import { jsonLine, plainLine } from './request-log.ts'
import { stuckLine } from './stuck-line.ts'
import type { Terminal } from './terminal.ts'
import { toGatewayOptions } from './to-gateway-options.ts'

/** What a gateway has to do with others of the same command. */
export interface Membership extends GatewayPeers {
  /** Which of the workers it is. */
  readonly worker: number
  /** The store as the gateway uses it. */
  readonly storeFor: (store: Store) => Store
}

/** The gateway of a command, not listening yet. */
export interface OpenGateway {
  readonly gateway: Gateway
  /** Ends both, the gateway first. */
  close(): Promise<void>
}

/** Creates what `cachechart gateway` was told: a gateway on a memory store, that prints what it has to say. */
export function openGateway(
  { origin, options }: { readonly origin: URL; readonly options: GatewayCommandOptions },
  terminal: Pick<Terminal, 'out' | 'err'>,
  membership?: Membership,
): OpenGateway {
  const { maxBytes, maxEntryBytes, shutdownTimeout } = options
  const memory = memoryStore({ maxBytes, ...(maxEntryBytes === undefined ? {} : { maxEntryBytes }) })
  const gateway = createGateway(
    {
      ...toGatewayOptions(origin, options),
      store: membership?.storeFor(memory) ?? memory,
      ...printingTo(terminal, options, membership),
    },
    membership,
  )
  return {
    gateway,
    async close() {
      await gateway.close({ timeout: shutdownTimeout })
      memory.close()
    },
  }
}

type Printing = Pick<GatewayOptions, 'onFailure' | 'onTolerated' | 'onStuck' | 'onAnswer'>

function printingTo(
  { out, err }: Pick<Terminal, 'out' | 'err'>,
  { jsonLog, quiet }: GatewayCommandOptions,
  member: Pick<Membership, 'worker'> | undefined,
): Printing {
  const complain = (what: string, error: unknown) => {
    err(`${printable(`${what} failed: ${messageOf(error)}`)}\n`)
  }
  const line = jsonLog === true ? jsonLine : plainLine
  const from = member === undefined ? {} : { worker: member.worker }
  return {
    onFailure: ({ method, url, error }) => complain(`${method} ${url}`, error),
    onTolerated: ({ during, key, error }) => complain(`${during} of ${key}`, error),
    onStuck: (stuck) => err(stuckLine(stuck)),
    ...(quiet === true
      ? {}
      : { onAnswer: (answer: GatewayAnswer) => out(line({ ...answer, time: new Date(), ...from })) }),
  }
}

/** With the reason, which errors of the network keep in their cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && !error.message.includes(error.cause.message)
    ? `${error.message} (${error.cause.message})`
    : error.message
}
