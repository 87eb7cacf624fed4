import { once } from 'node:events'
import { createConnection, createServer, type AddressInfo, type Server, type Socket } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { startSlowProxy, type SlowProxy } from './slow-proxy.ts'

/** Says back what it is told. */
let echo: Server
let proxy: SlowProxy

beforeEach(async () => {
  echo = createServer((socket) => {
    socket.on('error', () => {})
    socket.pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(echo, 'listening')
  proxy = await startSlowProxy((echo.address() as AddressInfo).port) // it listens on a port
})

afterEach(async () => {
  await proxy.close()
  await new Promise((resolve) => echo.close(resolve))
})

const connect = async (): Promise<Socket> => {
  const socket = createConnection(proxy.port, '127.0.0.1').setEncoding('utf8')
  socket.on('error', () => {})
  await once(socket, 'connect')
  return socket
}

/** An error before it is no news: what is cut is cut. */
const closed = (socket: Socket): Promise<void> =>
  new Promise((resolve) => socket.once('close', () => resolve()))

const heard = async (socket: Socket, length: number): Promise<string> => {
  const pieces: string[] = []
  for (let left = length; left > 0; left -= pieces.at(-1)?.length ?? 0)
    pieces.push(String((await once(socket, 'data'))[0]))
  return pieces.join('')
}

describe('a proxy', () => {
  test('hands on what comes, in order', async () => {
    const socket = await connect()
    const text = 'x'.repeat(100_000) + 'y'.repeat(3_000_000)
    socket.write(text)
    expect((await heard(socket, text.length)) === text).toBe(true)
    expect(proxy.connections).toBe(1)
    socket.destroy()
  })

  test('hands on what ends a conversation, too, after all that was said', async () => {
    const socket = await connect()
    proxy.delay(5)
    socket.end('goodbye')
    expect(await heard(socket, 7)).toBe('goodbye')
    await once(socket, 'end')
  })

  test('delays all pieces alike: those that come together take no longer than one', async () => {
    const socket = await connect()
    proxy.delay(100)
    const began = performance.now()
    for (const piece of 'abcde') {
      socket.write(piece)
      await new Promise((resolve) => setImmediate(resolve))
    }
    expect(await heard(socket, 5)).toBe('abcde')
    const took = performance.now() - began
    // Each way once; a timer may be a millisecond early.
    expect(took).toBeGreaterThan(198)
    expect(took).toBeLessThan(450)
  })

  test('keeps the order where the delay becomes shorter', async () => {
    const socket = await connect()
    proxy.delay(60)
    socket.write('a')
    await new Promise((resolve) => setTimeout(resolve, 20))
    proxy.delay(0)
    socket.write('b')
    expect(await heard(socket, 2)).toBe('ab')
  })

  test('lets the sender feel that nothing is handed on', async () => {
    const socket = await connect()
    proxy.freeze()
    const text = 'x'.repeat(50_000_000)
    socket.write(text)
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(socket.writableLength).toBeGreaterThan(0)
    proxy.thaw()
    expect((await heard(socket, text.length)).length).toBe(text.length)
  })

  test('hands on nothing while it is frozen, and all of it after', async () => {
    const socket = await connect()
    proxy.freeze()
    let count = 0
    socket.on('data', () => (count += 1))
    socket.write('a')
    await new Promise((resolve) => setTimeout(resolve, 30))
    proxy.freeze()
    expect([count, socket.readyState]).toEqual([0, 'open'])
    socket.write('b')
    const after = heard(socket, 2)
    proxy.thaw()
    expect(await after).toBe('ab')
  })

  test('breaks the connections that there are, and takes new ones', async () => {
    const before = await connect()
    const broken = closed(before)
    proxy.cut()
    await broken
    const after = await connect()
    after.write('a')
    expect(await heard(after, 1)).toBe('a')
  })

  test('breaks new connections, too, until it admits them', async () => {
    const before = await connect()
    const broken = closed(before)
    proxy.refuse()
    await broken
    const refused = createConnection(proxy.port, '127.0.0.1')
    refused.on('error', () => {})
    await closed(refused)
    proxy.admit()
    const after = await connect()
    after.write('a')
    expect(await heard(after, 1)).toBe('a')
  })

  test('in front of nothing breaks every connection', async () => {
    const toNothing = await startSlowProxy(1)
    const socket = createConnection(toNothing.port, '127.0.0.1')
    socket.on('error', () => {})
    await expect(closed(socket)).resolves.toBeUndefined()
    await toNothing.close()
  })
})
