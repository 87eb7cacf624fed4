import type { GatewayCommandOptions } from './gateway-options.ts'
import { beginning, stopping } from './gateway-sentences.ts'
import { listening } from './listen-failure.ts'
import { openGateway } from './open-gateway.ts'
import { explainStoreFailure } from './store/explain-store-failure.ts'
import { warnIfSilent } from './store/warn-if-silent.ts'
import type { Terminal } from './terminal.ts'
import { workersTable } from './workers/workers-table.ts'

/** Runs a gateway until the terminal says stop; what is in progress then is finished first. */
export async function runGateway(
  origin: URL,
  options: GatewayCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const opened = await openGateway({ origin, options }, terminal).catch((error: unknown) => {
    throw explainStoreFailure(error, options.store)
  })
  const say = options.jsonLog === true ? terminal.err : terminal.out
  const stopped = new Promise<string>((resolve) => {
    terminal.onStop(resolve)
  })
  const forget = terminal.onReport(() => {
    const { cache } = opened.gateway
    terminal.err(workersTable({ inFlight: cache.inFlight(), storeHealth: cache.storeHealth() }))
  })
  const { port, host } = options
  try {
    say(beginning(await listening(() => opened.gateway.listen({ port, host })), origin, options))
    void warnIfSilent(opened.store, options.store, terminal)
    say(stopping(await stopped))
  } finally {
    await opened.close()
    forget()
  }
  say('Stopped.\n')
}
