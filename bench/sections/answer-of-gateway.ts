import type { BareAnswer } from '../contenders/bare-server.ts'
import { startServer } from '../processes/server-process.ts'
import { answerOfCache, type Exchange } from './exchange.ts'

const answers = new Map<Exchange, Promise<string>>()

/** What the gateway sends on a hit, as the argument of a bare server; asked for once. */
export const answerOfGateway =
  (exchange: Exchange) =>
  (origin: string): Promise<string> => {
    const known = answers.get(exchange) ?? capture(exchange, origin)
    answers.set(exchange, known)
    return known
  }

async function capture(exchange: Exchange, origin: string): Promise<string> {
  const gateway = await startServer('gateway', origin)
  try {
    const { status, fields } = await answerOfCache(gateway.url, exchange)
    const answer: BareAnswer = { status, fields: withoutOwn(fields), body: exchange.body }
    return JSON.stringify(answer)
  } finally {
    await gateway.end()
  }
}

/** Without the lines that node:http adds by itself. */
const withoutOwn = (fields: readonly string[]): string[] =>
  fields.flatMap((name, index) =>
    index % 2 === 0 && !/^(?:connection|keep-alive)$/i.test(name) ? [name, fields[index + 1] ?? ''] : [],
  )
