import type { Server } from 'node:http'
import type { Socket } from 'node:net'

const known = new WeakMap<Server, ReadonlySet<Socket>>()

/** The open connections of a server, of those that were made since this was asked for the first time. */
export function connectionsOf(server: Server): ReadonlySet<Socket> {
  const before = known.get(server)
  if (before !== undefined) return before
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
    })
  })
  known.set(server, sockets)
  return sockets
}
