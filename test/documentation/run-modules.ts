/** Runs the modules that are named by the arguments, one after the other, with a server for them; prints what failed. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

const server = createServer((request, response) => {
  response.writeHead(200, { 'Content-Type': 'text/plain', 'Cache-Control': 'max-age=60', ETag: '"one"' })
  response.end(`you asked for ${request.url ?? ''}`)
})
await new Promise<void>((resolve) => {
  server.listen(0, '127.0.0.1', resolve)
})
const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
const failures: Record<string, string> = {}
for (const file of process.argv.slice(2)) {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll('http://origin.invalid', origin))
  try {
    await import(file)
  } catch (error) {
    failures[file] = error instanceof Error ? (error.stack ?? error.message) : String(error)
  }
}
process.stdout.write(`\n${JSON.stringify(failures)}`, () => {
  process.exit(0)
})
