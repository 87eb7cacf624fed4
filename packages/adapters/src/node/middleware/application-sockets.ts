import { EventEmitter } from 'node:events'
import type { Socket } from 'node:net'
import type { CapturedResponse } from './captured-response.ts'

const ending = new Set<string | symbol>(['destroy', 'destroySoon', 'resetAndDestroy', 'end'])
const listening = new Set<string | symbol>([
  ...['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'],
  ...['off', 'removeListener'],
])
const endings = new Set<unknown>(['close', 'error', 'end', 'finish'])

/** A member of the connection itself; its methods are called on it, as they rely on what is private to it. */
function memberOf(socket: Socket, name: string | symbol): unknown {
  const member: unknown = Reflect.get(socket, name, socket)
  return typeof member === 'function' ? member.bind(socket) : member
}

/**
 * The connection as `request.socket` shows it to the application: whoever closes it has given the response up. (That is
 * how Express ends a response that breaks after its head.)
 */
export function requestSocket(socket: Socket, captured: CapturedResponse): Socket {
  return new Proxy(socket, {
    get(_socket, name) {
      if (!ending.has(name)) return memberOf(socket, name)
      return (error?: unknown) => {
        captured.destroy(error instanceof Error ? error : undefined)
        return socket
      }
    },
    set: (_socket, name, value) => Reflect.set(socket, name, value, socket),
  })
}

/**
 * The connection as `response.socket` shows it: open as long as the response is, though the client may have left. What
 * watches it for its end (as `on-finished` does) would otherwise take a reply for lost that others wait for.
 */
export function responseSocket(socket: Socket, captured: CapturedResponse): Socket {
  const emitter = new EventEmitter()
  captured.once('close', () => emitter.emit('close', captured.isBroken))
  const shown = (name: string | symbol): unknown => {
    switch (name) {
      case 'writable':
        return !captured.isClosed
      case 'destroyed':
        return captured.isBroken
      default:
        return memberOf(socket, name)
    }
  }
  const proxy: Socket = new Proxy(socket, {
    get(_socket, name) {
      if (ending.has(name)) {
        return (error?: unknown) => {
          captured.destroy(error instanceof Error ? error : undefined)
          return proxy
        }
      }
      if (!listening.has(name)) return shown(name)
      return (event: string, listener: () => void) => {
        const target = endings.has(event) ? emitter : socket
        Reflect.apply(memberOf(target as Socket, name) as () => void, undefined, [event, listener]) // an emitter has all of these
        return proxy
      }
    },
    set: (_socket, name, value) => Reflect.set(socket, name, value, socket),
  })
  return proxy
}
