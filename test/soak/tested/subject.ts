import type { Socket } from 'node:net'
import type { Cache, CacheOptions } from '@cachechart/core'
import type { Ask } from '../callers/ask.ts'

/** What every adapter is made with. */
export interface SubjectParts {
  /** Where the origin listens. */
  readonly origin: string
  readonly options: Omit<CacheOptions, 'backend'>
  /** Is told of errors that clients were told of. */
  readonly onFailure: (failure: { readonly error: unknown }) => void
}

/** An adapter under test. */
export interface Subject {
  readonly cache: Cache
  /** Connections of clients. */
  readonly clients: ReadonlySet<Socket>
  /** How it is asked: at a port, or by calls. */
  readonly access:
    { readonly type: 'port'; readonly port: number } | { readonly type: 'calls'; readonly ask: Ask }
  /** Ends it, with all its connections. */
  close(): Promise<void>
}

/** Those of a server, as they come and go. */
export function watchClients(server: {
  on(event: 'connection', listener: (socket: Socket) => void): unknown
}): Set<Socket> {
  const clients = new Set<Socket>()
  server.on('connection', (socket) => {
    clients.add(socket)
    socket.once('close', () => clients.delete(socket))
  })
  return clients
}
