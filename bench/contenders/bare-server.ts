import { createServer } from 'node:http'
import { sampleBody } from './sample-messages.ts'
import { listen, type Serve } from './serving.ts'

/** The least that node:http can do: the same head and body for everyone. The argument is the head's lines, as JSON. */
export const serveBare: Serve = (head) => serveSame(head, sampleBody)

/** The same with the body as latin1 text, which node:http writes in one piece with the head: the least of the least. */
export const serveBareText: Serve = (head) => serveSame(head, Buffer.from(sampleBody).toString('latin1'))

async function serveSame(head: string, body: Uint8Array | string): Promise<{ port: number }> {
  const fields = JSON.parse(head) as string[] // written by the section
  const server = createServer({ keepAliveTimeout: 60_000 }, (_request, response) => {
    response.writeHead(200, fields)
    response.end(body, 'latin1')
  })
  return { port: await listen(server) }
}
