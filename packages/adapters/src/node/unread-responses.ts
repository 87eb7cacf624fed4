import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Millis } from '@cachechart/core'
import { connectionsOf } from './connections-of.ts'

/** How often it is looked, in milliseconds, where a client is given more time than this. */
const longestPause = 5_000

/**
 * Ends the connections of clients that take nothing of what is being written to them: for as long as `patience`, and at most
 * 5 s longer.
 *
 * It is what `server.timeout` does. That has Node set a timer anew at each request and each answer, which takes a tenth
 * of the time of a hit. Here it is looked now and then which connections have something left to write, and those alone
 * get a timer.
 */
export function dropUnreadResponses(server: Server, patience: Millis): void {
  const sockets = connectionsOf(server)
  let looking: NodeJS.Timeout | undefined
  const look = (): void => {
    for (const socket of sockets) {
      // Node ends a connection whose timer runs out, and takes the timer off when the answer is written.
      if (socket.writableLength > 0 && socket.timeout !== patience) socket.setTimeout(patience)
    }
  }
  server.on('connection', (socket: Socket) => {
    looking ??= setInterval(look, Math.min(longestPause, patience)).unref()
    socket.once('close', () => {
      if (sockets.size > 0) return
      clearInterval(looking)
      looking = undefined
    })
  })
}
