/** A process that sends requests over raw sockets: `press.ts <order as JSON>`; says what came of it. */
import { openConnection, type Connection } from '../load/connection.ts'
import type { Order, Yield } from '../load/load.ts'
import { requestText } from '../load/request-text.ts'

const order = JSON.parse(process.argv[2] ?? '') as Order // written by the one that starts this
const textFor = requestText(`127.0.0.1:${order.port}`, order)
const result = order.rhythm === 'waves' ? await pressInWaves() : await pressFreely()
process.send?.(result)
process.disconnect?.()

async function pressFreely(): Promise<Yield> {
  const began = performance.now()
  const end = began + order.window
  const request = textFor(order.path)
  let requests = 0
  const run = async (): Promise<void> => {
    const onAnswer = (): void => {
      requests += 1
      if (performance.now() < end) connection.send(request)
      else connection.close()
    }
    const connection = await openConnection({ ...order, onAnswer })
    connection.send(request)
    await connection.closed
  }
  await Promise.all(Array.from({ length: order.connections }, run))
  return { requests, seconds: (performance.now() - began) / 1000 }
}

async function pressInWaves(): Promise<Yield> {
  let missing = 0
  let tell = (): void => {}
  const onAnswer = (): void => {
    missing -= 1
    if (missing === 0) tell()
  }
  const open = (): Promise<Connection> => openConnection({ ...order, onAnswer })
  const connections = await Promise.all(Array.from({ length: order.connections }, open))
  const closed = Promise.all(connections.map((connection) => connection.closed))
  let waves = 0
  // A process that gets a path of its own cannot meet what an earlier one has asked for.
  const suffix = (): string => (order.path.endsWith('/') ? `${process.pid}-${Date.now()}-${waves}` : '')
  // So many connections take longer to open than a short window lasts.
  const began = performance.now()
  do {
    const answered = new Promise<void>((resolve) => (tell = resolve))
    const request = textFor(order.path + suffix())
    missing = connections.length
    for (const connection of connections) connection.send(request)
    await Promise.race([answered, closed])
    waves += 1
  } while (performance.now() - began < order.window)
  const seconds = (performance.now() - began) / 1000
  for (const connection of connections) connection.close()
  await closed
  return { requests: waves * connections.length, waves, seconds }
}
