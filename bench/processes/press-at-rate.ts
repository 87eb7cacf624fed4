/**
 * A process that sends requests at a fixed rate: `press-at-rate.ts <order as JSON>`; says when answers begin to count, and then
 * how long they took.
 */
import { openConnection, type Connection } from '../load/connection.ts'
import { Latencies } from '../load/latencies.ts'
import { PacedRequests } from '../load/paced-requests.ts'
import type { PacedOrder } from '../load/press-at-rate.ts'
import { requestText } from '../load/request-text.ts'
import { evenSchedule } from '../load/schedule.ts'

/** This process gets warm, too: what it sees so early, in milliseconds, does not count. */
const runIn = 500

/** How long the last answers may take, in milliseconds. */
const patience = 10_000

const order = JSON.parse(process.argv[2] ?? '') as PacedOrder // written by the one that starts this
const request = requestText(`127.0.0.1:${order.port}`, order)(order.path)
const connections = await Promise.all(Array.from({ length: order.connections }, (_, index) => open(index)))
const broken = Promise.all(connections.map(({ closed }) => closed))
const start = performance.now()
const schedule = evenSchedule(start, order.rate, runIn + order.window)
const latencies = new Latencies()
const requests = new PacedRequests({
  schedule,
  connections: order.connections,
  send: (index) => connections[index]?.send(request),
  latencies,
  countedFrom: start + runIn,
})
setTimeout(() => process.send?.('counting'), runIn)
await Promise.race([sendAll(), broken])
process.send?.(latencies.sample())
process.disconnect?.()
for (const connection of connections) connection.close()

function open(index: number): Promise<Connection> {
  const onAnswer = (): void => {
    requests.answer(index, performance.now())
  }
  return openConnection({ ...order, onAnswer })
}

/** Node's timers know whole milliseconds only: this process does not sleep, it looks at the clock. */
function sendAll(): Promise<void> {
  return new Promise((resolve, reject) => {
    const turn = (): void => {
      const now = performance.now()
      requests.sendDue(now)
      if (requests.unanswered === 0) resolve()
      else if (now > schedule.timeOf(schedule.total) + patience) reject(new Error(unanswered()))
      else setImmediate(turn)
    }
    turn()
  })
}

const unanswered = (): string =>
  `${requests.unanswered} of ${schedule.total} requests at ${Math.round(order.rate)} per second remained unanswered`
