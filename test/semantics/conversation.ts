import type { Socket } from 'node:net'
import { rawClient } from '../fixtures/raw-client.ts'

/** A connection to a port of this machine, by whose one end a test speaks. */
export interface Conversation {
  say(text: string): void
  /** All that was heard until it contained `text`, so many times. Rejects when the other side closes before. */
  hear(text: string, times?: number): Promise<string>
  /** All that was heard until the other side closed. */
  end(): Promise<string>
  leave(): void
}

export async function converse(port: number): Promise<Conversation> {
  const socket = await rawClient(port)
  let heard = ''
  socket.on('data', (more: string) => {
    heard += more
  })
  return {
    say(text) {
      socket.write(text, 'latin1')
    },
    async hear(text, times = 1) {
      while (heard.split(text).length <= times) {
        if (socket.closed) throw new Error(`${JSON.stringify(text)} is not in ${JSON.stringify(heard)}`)
        await moreOf(socket)
      }
      return heard
    },
    async end() {
      while (!socket.closed) await moreOf(socket)
      return heard
    },
    leave() {
      socket.destroy()
    },
  }
}

/** Resolves when something came, or nothing will come any more. */
function moreOf(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    const settle = (): void => {
      socket.off('data', settle).off('close', settle)
      resolve()
    }
    socket.on('data', settle).on('close', settle)
  })
}

/** A request of this machine's. `Connection: close` ends the conversation with its answer. */
export const requestText = (path: string, lines: readonly string[] = [], method = 'GET'): string =>
  [`${method} ${path} HTTP/1.1`, 'Host: a.example', ...lines, '', ''].join('\r\n')

/** A response in a text: its status line, its field lines, and what follows. */
export interface Message {
  readonly start: string
  readonly fields: readonly string[]
  readonly rest: string
}

/** Reads the first response in a text. */
export function firstMessage(text: string): Message {
  const end = text.indexOf('\r\n\r\n')
  const [start = '', ...fields] = text.slice(0, end).split('\r\n')
  return { start, fields, rest: text.slice(end + 4) }
}

/** All lines of a field. */
export const linesOf = ({ fields }: Message, name: string): readonly string[] =>
  fields.filter((line) => line.toLowerCase().startsWith(`${name.toLowerCase()}:`))
