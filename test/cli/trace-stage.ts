import { readdir, readFile } from 'node:fs/promises'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { SpawnedProgram } from '../spawned-program.ts'

/** The command line in a process of its own. */
export const cachechart = (...args: readonly string[]): SpawnedProgram =>
  new SpawnedProgram('packages/cli/src/main.ts', args)

/** Runs a command to its end. */
export async function run(...args: readonly string[]) {
  const program = cachechart(...args)
  const { code } = await program.ended
  return { code, out: program.out, err: program.err }
}

/** An origin of all kinds of responses. */
export async function openOrigin(): Promise<{ readonly url: string; close(): void }> {
  const server: Server = createServer((request, response) => {
    const kind = request.url?.split('-', 1)[0]
    response.setHeader('Cache-Control', kind === '/private' ? 'private' : 'max-age=60')
    if (kind === '/varied') response.setHeader('Vary', 'Cookie, Accept-Language')
    if (kind === '/short') response.setHeader('Cache-Control', 'max-age=0, stale-while-revalidate=60')
    if (kind === '/broken') return void request.socket.destroy()
    if (kind === '/slow') return void setTimeout(() => response.end('late'), 30)
    response.setHeader('Set-Cookie', kind === '/cookie' ? 'token=top-secret' : [])
    response.end(`body of ${request.url ?? ''}`)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo // it listens on a port
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

/** Starts a gateway before it; `url` is its own. */
export async function startGateway(origin: string, ...options: readonly string[]) {
  // A client that has connected, and asks for nothing, would be waited for.
  const brief = ['--shutdown-timeout', '500ms']
  const program = cachechart('gateway', origin, '--port', '0', '--quiet', ...brief, ...options)
  const [, url = ''] = await program.printed(/Listening on (\S+),/)
  return {
    program,
    url,
    async stop() {
      program.process.kill('SIGTERM')
      return program.ended
    },
  }
}

const kinds = ['page', 'varied', 'short', 'private', 'slow', 'broken', 'cookie']

/** Many requests of all kinds at the same time; some of the clients leave early. */
export async function load(url: string, requests: number): Promise<void> {
  const ask = async (number: number) => {
    const path = `${url}/${kinds[number % kinds.length]}-${number % 13}`
    const headers = {
      Cookie: `session=top-secret-${number % 3}`,
      'Accept-Language': number % 2 ? 'de' : 'en',
    }
    const leave = new AbortController()
    if (number % 17 === 0) setTimeout(() => leave.abort(), 10)
    const method = number % 11 === 0 ? 'HEAD' : 'GET'
    await fetch(path, { method, headers, signal: leave.signal }).then(
      (response) => response.arrayBuffer(),
      () => {},
    )
  }
  for (let done = 0; done < requests; done += 50)
    await Promise.all(
      Array.from({ length: Math.min(50, requests - done) }, (_, at) => ask(done + at).catch(() => {})),
    )
}

/** The files of a folder that are recordings, and what is in all of them. */
export async function recordingsIn(folder: string) {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).toSorted()
  const files = names.map((name) => join(folder, name))
  const texts = await Promise.all(files.map((file) => readFile(file, 'utf8')))
  return { names, files, texts }
}
