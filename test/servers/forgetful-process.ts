/** Starts a server, says which, and never stops it. */
import { startRedisServer } from './redis-server.ts'

const server = await startRedisServer()
process.send?.([server.process.pid, server.directory])
// It is killed.
await new Promise((resolve) => setTimeout(resolve, 60_000))
