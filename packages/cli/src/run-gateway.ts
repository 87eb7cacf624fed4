import { inFlightTable } from '@cachechart/adapters/node'
import type { GatewayCommandOptions } from './gateway-options.ts'
import { beginning, stopping } from './gateway-sentences.ts'
import { listening } from './listen-failure.ts'
import { openGateway } from './open-gateway.ts'
import type { Terminal } from './terminal.ts'

/** Runs a gateway until the terminal says stop; what is in progress then is finished first. */
export async function runGateway(
  origin: URL,
  options: GatewayCommandOptions,
  terminal: Terminal,
): Promise<void> {
  const opened = openGateway({ origin, options }, terminal)
  const say = options.jsonLog === true ? terminal.err : terminal.out
  const stopped = new Promise<string>((resolve) => {
    terminal.onStop(resolve)
  })
  const forget = terminal.onReport(() => {
    terminal.err(inFlightTable(opened.gateway.cache.inFlight()))
  })
  const { port, host } = options
  say(beginning(await listening(() => opened.gateway.listen({ port, host })), origin, options))
  say(stopping(await stopped))
  await opened.close()
  forget()
  say('Stopped.\n')
}
