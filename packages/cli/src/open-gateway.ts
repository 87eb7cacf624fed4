import {
  createGateway,
  type Gateway,
  type GatewayAnswer,
  type GatewayOptions,
  type GatewayPeers,
} from '@cachechart/adapters/node'
import { PortError, type Store } from '@cachechart/core'
import type { GatewayCommandOptions } from './gateway-options.ts'
import { messageOf } from './message-of.ts'
import { printable } from './printable.ts'
import { jsonLine, plainLine } from './request-log.ts'
import { saidSeldom } from './said-seldom.ts'
import { openStore, type GatewayStoreOptions } from './store/open-store.ts'
import { stuckLine } from './stuck-line.ts'
import type { Terminal } from './terminal.ts'
import { toGatewayOptions } from './to-gateway-options.ts'
import { openTrace, type OpenTrace } from './trace/open-trace.ts'
import { withoutPasswords } from './without-passwords.ts'

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
  readonly store: Store
  /** Ends both, the gateway first. */
  close(): Promise<void>
}

/** What is to be opened. */
interface GatewayOrder {
  readonly origin: URL
  readonly options: GatewayCommandOptions
}

/**
 * Creates what `cachechart gateway` was told: a gateway that prints what it has to say. Rejects with a `StoreError`, or
 * with a `CommandFailedError` for a trace that cannot be written.
 */
export async function openGateway(
  order: GatewayOrder,
  terminal: Pick<Terminal, 'out' | 'err'>,
  membership?: Membership,
): Promise<OpenGateway> {
  const trace = await openTrace(order.options, terminal, membership?.worker)
  try {
    return await openTraced(order, terminal, { membership, trace })
  } catch (error) {
    await trace?.close()
    throw error
  }
}

async function openTraced(
  { origin, options }: GatewayOrder,
  terminal: Pick<Terminal, 'out' | 'err'>,
  {
    membership,
    trace,
  }: { readonly membership: Membership | undefined; readonly trace: OpenTrace | undefined },
): Promise<OpenGateway> {
  const opened = await openStore({ ...options, ...tellingOfStore(terminal) })
  const { store, lease } = opened
  const gateway = createGateway(
    {
      ...toGatewayOptions(origin, options),
      store: membership?.storeFor(store) ?? store,
      ...(lease === undefined ? {} : { lease }),
      ...(trace === undefined ? {} : { onRecord: trace.onRecord }),
      ...printingTo(terminal, options, membership),
    },
    membership,
  )
  const close = async () => {
    await gateway.close({ timeout: options.shutdownTimeout })
    await trace?.close()
    await opened.close()
  }
  await trace?.begun().catch(async (error: unknown) => {
    // The trace is closed by whoever has opened it.
    await gateway.close({ timeout: 0 })
    await opened.close()
    throw error
  })
  return { gateway, store, close }
}

function tellingOfStore({
  err,
}: Pick<Terminal, 'err'>): Pick<GatewayStoreOptions, 'onRejected' | 'onUnheard'> {
  const sayUnheard = saidSeldom(err)
  return {
    onRejected: ({ key, reason }) =>
      err(`${printable(`stored under ${key}, and not believed: ${reason}`)}\n`),
    onUnheard: (error) => {
      const reason = printable(withoutPasswords(messageOf(error)))
      sayUnheard(`what others change in the store is not heard of, and copies count for 1 s: ${reason}\n`)
    },
  }
}

type Printing = Pick<GatewayOptions, 'onFailure' | 'onTolerated' | 'onStuck' | 'onAnswer'>

function printingTo(
  { out, err }: Pick<Terminal, 'out' | 'err'>,
  { jsonLog, quiet }: GatewayCommandOptions,
  member: Pick<Membership, 'worker'> | undefined,
): Printing {
  const sayLeftAlone = saidSeldom(err)
  const complain = (what: string, error: unknown) => {
    const say = isLeftAlone(error) ? sayLeftAlone : err
    say(`${printable(`${what} failed: ${withoutPasswords(messageOf(error))}`)}\n`)
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

/** Why it is so was said before, each time that it failed. */
const isLeftAlone = (error: unknown): boolean =>
  error instanceof PortError && ['ERR_STORE_UNAVAILABLE', 'ERR_LEASE_UNAVAILABLE'].includes(error.code)
