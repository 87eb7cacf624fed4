import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

const waitingOn = new WeakMap<Socket, Set<ServerResponse>>()

/**
 * A pipelined request's response waits for those before it, without a connection. When the connection closes meanwhile,
 * Node 22 tells only the response whose turn it was; this tells the others too, as later versions do. One listener a connection, however many
 * requests are in its pipeline.
 */
export function closeWithConnection(response: ServerResponse, socket: Socket): void {
  if (response.socket !== null) return
  const waiting = waitingOn.get(socket) ?? watch(socket)
  waiting.add(response)
  response.once('close', () => {
    waiting.delete(response)
  })
}

function watch(socket: Socket): Set<ServerResponse> {
  const waiting = new Set<ServerResponse>()
  waitingOn.set(socket, waiting)
  socket.once('close', () => {
    for (const response of waiting) {
      if (response.socket !== null || response.destroyed) continue
      response.destroy()
      response.emit('close')
    }
  })
  return waiting
}
