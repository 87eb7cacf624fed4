import { connect } from 'node:net'
import { AnswerReader } from './answer-reader.ts'
import type { RequestShape } from './load.ts'

/** A connection that is kept alive. */
export interface Connection {
  send(request: string): void
  close(): void
  /** Resolves when it has been closed; rejects when it broke or an answer was wrong. */
  readonly closed: Promise<void>
}

/** To where, and who is told of each complete answer. */
export interface ConnectionOptions extends RequestShape {
  readonly port: number
  readonly onAnswer: () => void
}

const bufferSize = 64 * 1024

/** Connects over a raw socket: an HTTP client library would cost more than the servers that are measured with it. */
export function openConnection({ port, onAnswer, ...shape }: ConnectionOptions): Promise<Connection> {
  const reader = new AnswerReader(shape)
  const { promise: closed, resolve, reject } = Promise.withResolvers<void>()
  const socket = connect({
    port,
    host: '127.0.0.1',
    noDelay: true,
    onread: {
      buffer: Buffer.allocUnsafe(bufferSize),
      callback(length, buffer) {
        // The buffer is the one given above.
        for (let left = reader.takes((buffer as Buffer).subarray(0, length)); left > 0; left -= 1) onAnswer()
        return true
      },
    },
  })
  const onClose = (): void => {
    reject(new Error(`the server on port ${port} closed a connection`))
  }
  socket.on('error', reject).on('close', onClose)
  const connection: Connection = {
    send: (request) => void socket.write(request, 'latin1'),
    close() {
      resolve()
      socket.destroy()
    },
    closed,
  }
  return new Promise((opened, failed) => {
    socket.once('connect', () => {
      opened(connection)
    })
    closed.catch(failed)
  })
}
