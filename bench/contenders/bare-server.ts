import { createServer } from 'node:http'
import { bodyOf } from './sample-messages.ts'
import { listen, type Serve } from './serving.ts'

/** What a bare server sends to everyone; its argument, as JSON. */
export interface BareAnswer {
  readonly status: number
  /** Names and values in turn. */
  readonly fields: readonly string[]
  /** The bytes from `from` to before `to` of a body of so many bytes. */
  readonly body: { readonly length: number; readonly from: number; readonly to: number }
}

/** The least that node:http can do: the same head and body for everyone. */
export const serveBare: Serve = (argument) => serveSame(argument, (body) => body)

/** The same with the body as latin1 text, which node:http writes in one piece with the head: the least of the least. */
export const serveBareText: Serve = (argument) =>
  serveSame(argument, (body) => Buffer.from(body).toString('latin1'))

async function serveSame(
  argument: string,
  toWritten: (body: Uint8Array) => Uint8Array | string,
): Promise<{ port: number }> {
  const { status, fields, body } = JSON.parse(argument) as BareAnswer // written by the section
  const written = toWritten(bodyOf(body.length).subarray(body.from, body.to))
  const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
    response.writeHead(status, fields as string[]) // node:http only reads it
    response.end(written, 'latin1')
  })
  return { port: await listen(server) }
}
