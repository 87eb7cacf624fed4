import { once } from 'node:events'
import { createServer, createConnection, type AddressInfo, type Socket } from 'node:net'

/** A TCP proxy in this process, for a network that is slow, silent or broken. */
export interface SlowProxy {
  readonly port: number
  /** How many connections go through it now. */
  readonly connections: number
  /** What comes from now on is handed on that much later, in each direction, in order. Milliseconds; 0: at once. */
  delay(millis: number): void
  /** Nothing is handed on, nor is a connection closed, until `thaw`: then all that has come is, in order. */
  freeze(): void
  thaw(): void
  /** Breaks all connections. New ones are let through. */
  cut(): void
  /** Breaks all connections, and every new one as soon as it is made, until `admit`. */
  refuse(): void
  admit(): void
  /** Ends it and all connections. */
  close(): Promise<void>
}

/** What is done with a connection's data, at present. */
interface Weather {
  delayMillis: number
  /** Resolves when nothing is frozen. */
  thawed: Promise<void>
  thaw: () => void
  refusing: boolean
}

/** More than this is not kept of what was not handed on yet: then the sender feels it. */
const mostQueued = 1024 * 1024

/** Hands on what one side says, in order, each piece when its time has come. */
function relay(from: Socket, to: Socket, weather: Weather): void {
  let before: Promise<unknown> = Promise.resolve()
  let queued = 0
  const inTurn = (work: () => void): void => {
    const { delayMillis } = weather
    const ripe = delayMillis === 0 ? undefined : new Promise((resolve) => setTimeout(resolve, delayMillis))
    before = Promise.all([before, ripe])
      .then(() => weather.thawed)
      .then(work)
  }
  from.on('data', (piece: Buffer) => {
    queued += piece.length
    if (queued > mostQueued) from.pause()
    inTurn(() => {
      to.write(piece, () => {
        queued -= piece.length
        if (queued <= mostQueued) from.resume()
      })
    })
  })
  from.on('end', () => inTurn(() => to.end()))
  // A connection that breaks on one side breaks on the other; what went wrong is for those at its ends.
  from.on('error', () => to.resetAndDestroy())
}

/** Starts a proxy in front of a server on this machine. */
export async function startSlowProxy(target: number): Promise<SlowProxy> {
  const weather: Weather = { delayMillis: 0, thawed: Promise.resolve(), thaw: () => {}, refusing: false }
  const open = new Set<Socket>()
  const server = createServer({ allowHalfOpen: true }, (client) => {
    if (weather.refusing) {
      client.resetAndDestroy()
      return
    }
    const upstream = createConnection({ port: target, host: '127.0.0.1', allowHalfOpen: true })
    for (const socket of [client, upstream]) {
      open.add(socket.setNoDelay(true))
      socket.once('close', () => open.delete(socket))
    }
    relay(client, upstream, weather)
    relay(upstream, client, weather)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const cut = (): void => open.forEach((socket) => socket.resetAndDestroy())
  const thaw = (): void => weather.thaw()
  return {
    port: (server.address() as AddressInfo).port, // it listens on a port
    get connections() {
      return open.size / 2
    },
    delay: (millis) => {
      weather.delayMillis = millis
    },
    freeze: () => {
      const earlier = weather.thaw
      weather.thawed = new Promise((resolve) => {
        weather.thaw = () => {
          earlier()
          resolve()
        }
      })
    },
    thaw,
    cut,
    refuse: () => {
      weather.refusing = true
      cut()
    },
    admit: () => {
      weather.refusing = false
    },
    close: async () => {
      thaw()
      cut()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
