import { request } from 'undici'
import { paths } from '../contenders/sample-messages.ts'
import { startServer } from '../processes/server-process.ts'

let answer: Promise<string> | undefined

/** The head lines of a hit as the gateway sends them, as JSON; asked for once. */
export const answerOfGateway = (origin: string): Promise<string> => (answer ??= capture(origin))

async function capture(origin: string): Promise<string> {
  const gateway = await startServer('gateway', origin)
  try {
    await ask(gateway.url)
    return JSON.stringify(await ask(gateway.url))
  } finally {
    await gateway.end()
  }
}

/** Without the lines that node:http adds by itself. */
async function ask(url: string): Promise<string[]> {
  const { headers, body } = await request(url + paths.fresh, { responseHeaders: 'raw' })
  await body.dump()
  const raw = headers as unknown as string[] // with `raw` it is a list, which undici's types don't say
  return raw.flatMap((name, index) =>
    index % 2 === 0 && !/^(?:connection|keep-alive)$/i.test(name) ? [name, raw[index + 1] ?? ''] : [],
  )
}
