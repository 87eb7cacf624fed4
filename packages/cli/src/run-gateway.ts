import {
  createGateway,
  inFlightTable,
  ListenError,
  type Gateway,
  type GatewayAnswer,
} from '@cachechart/adapters/node'
import { memoryStore } from '@cachechart/core'
import { CommandFailedError } from './command-failed-error.ts'
import type { GatewayCommandOptions } from './gateway-options.ts'
import { printable } from './printable.ts'
import { jsonLine, plainLine } from './request-log.ts'
import { stuckLine } from './stuck-line.ts'
import { toGatewayOptions } from './to-gateway-options.ts'
import type { Terminal } from './terminal.ts'

/** Runs a gateway until the terminal says stop; what is in progress then is finished first. */
export async function runGateway(
  origin: URL,
  options: GatewayCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const { maxBytes, maxEntryBytes, jsonLog, quiet } = options
  const store = memoryStore({ maxBytes, ...(maxEntryBytes === undefined ? {} : { maxEntryBytes }) })
  const complain = (what: string, error: unknown) =>
    terminal.err(`${printable(`${what} failed: ${messageOf(error)}`)}\n`)
  const line = jsonLog === true ? jsonLine : plainLine
  const log = (answer: GatewayAnswer) => terminal.out(line({ ...answer, time: new Date() }))
  const gateway = createGateway({
    ...toGatewayOptions(origin, options),
    store,
    onFailure: ({ method, url, error }) => complain(`${method} ${url}`, error),
    onTolerated: ({ during, key, error }) => complain(`${during} of ${key}`, error),
    onStuck: (stuck) => terminal.err(stuckLine(stuck)),
    ...(quiet === true ? {} : { onAnswer: log }),
  })
  const say = jsonLog === true ? terminal.err : terminal.out
  const stopped = new Promise<string>((resolve) => {
    terminal.onStop(resolve)
  })
  const forget = terminal.onReport(() => {
    terminal.err(inFlightTable(gateway.cache.inFlight()))
  })
  const { url, admin } = await listen(gateway, options)
  say(`Listening on ${url}, origin ${origin.origin}, store memory (${inMebibytes(maxBytes)}).\n`)
  if (admin !== undefined) say(`What is in flight: ${admin.url}/.cachechart/in-flight\n`)
  say(`${await stopped}: finishing what is in progress. Once more stops at once.\n`)
  await gateway.close({ timeout: options.shutdownTimeout })
  forget()
  store.close()
  say('Stopped.\n')
}

async function listen(gateway: Gateway, { port, host }: GatewayCommandOptions) {
  try {
    return await gateway.listen({ port, host })
  } catch (error) {
    if (!(error instanceof ListenError)) throw error
    const next =
      error.code === 'ERR_LISTEN_FAILED'
        ? ''
        : ' Try --port 0 (or --admin-port 0), which takes any free port.'
    throw new CommandFailedError(`${error.message}.${next}`, { cause: error })
  }
}

const inMebibytes = (bytes: number): string => `${Math.round(bytes / 2 ** 14) / 2 ** 6} MiB`

/** With the reason, which errors of the network keep in their cause. */
function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error && !error.message.includes(error.cause.message)
    ? `${error.message} (${error.cause.message})`
    : error.message
}
