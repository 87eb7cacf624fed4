/**
 * Some requests of a service hang, under load only, and nobody can see where. This finds it in one command: what is stuck is
 * told while it happens, `inFlight()` says in which state and at which step, and no request hangs for ever.
 *
 * `node --conditions=source examples/lost-wake-up/main.ts`; with `--mended` the same without the mistake.
 */
import { parseArgs } from 'node:util'
import { inFlightTable } from '@cachechart/adapters/node'
import { createCache, memoryStore, type InFlight, type Stuck } from '@cachechart/core'
import { authenticatedBackend } from './authenticated-backend.ts'
import { drive } from './drive.ts'
import { askTogether } from './same-key.ts'
import { TokenClient } from './token-client.ts'

const { values } = parseArgs({
  options: {
    mended: { type: 'boolean', default: false },
    rate: { type: 'string', default: '250' },
    seconds: { type: 'string', default: '3' },
  },
})
const [rate, seconds] = [Number(values.rate), Number(values.seconds)]

/** As many as one reads. */
const shown = 3

const stuck: Stuck[] = []
const noteStuck = (each: Stuck): void => {
  if (each.reason !== 'threshold') return
  stuck.push(each)
  const { id, state, step, waitsFor } = each.transaction
  if (stuck.length <= shown)
    console.log(
      `stuck for ${each.after} ms: request ${id} in ${state}, at the step ${step}, waits for ${waitsFor}`,
    )
}

/** Where most of them are, by their own account. */
const whereMost = (transactions: readonly InFlight[]): { place: string; count: number } => {
  const counts = new Map<string, number>()
  for (const { state, step } of transactions) {
    const place = `state ${state}, step ${step}`
    counts.set(place, (counts.get(place) ?? 0) + 1)
  }
  const [most] = [...counts].toSorted(([, one], [, other]) => other - one)
  return { place: most?.[0] ?? 'nowhere', count: most?.[1] ?? 0 }
}

const cache = createCache({
  store: memoryStore(),
  backend: authenticatedBackend(new TokenClient(values.mended ? 'mended' : 'as found')),
  // Longer than requests are sent: whatever has hung by then is still to be seen.
  deadlines: { reply: seconds * 1_000 + 500 },
  stuckAfter: 500,
  onStuck: noteStuck,
})

console.log(`${rate} requests a second for ${seconds} s, ${values.mended ? 'mended' : 'as found'}:\n`)
// As a server's socket would: the deadlines of a cache keep no process alive.
const alive = setInterval(() => undefined, 1_000)
const { sent, outcomes } = drive({ cache, rate, seconds })
await sent
const hanging = cache.inFlight().filter(({ inState }) => inState > 100)
if (stuck.length > shown) console.log(`… and ${stuck.length - shown} more`)
if (hanging.length > 0) {
  console.log(`\n${inFlightTable(hanging.slice(0, shown))}`)
  const { place, count } = whereMost(hanging)
  console.log(`${count} of ${hanging.length} requests that hang are in the same place: ${place}.`)
}
const { answered, failed } = await outcomes
console.log(
  `\n${answered} answered, ${failed} failed at their deadline (504), ${cache.inFlight().length} still in flight.`,
)
const together = await askTogether(values.mended ? 'mended' : 'as found')
console.log(
  `Of ${together.sent} requests for one key, ${together.lost} never had its token: ${together.answered} answered, ${together.failed} failed.`,
)
clearInterval(alive)
const isFound = hanging.length > 0 && whereMost(hanging).place.endsWith('step authenticate')
const isAsExpected = values.mended ? stuck.length === 0 && failed === 0 : isFound && failed > 0
const areFollowersKept =
  together.lost === (values.mended ? 0 : 1) && together.answered === together.sent - together.lost
process.exitCode = isAsExpected && areFollowersKept && cache.inFlight().length === 0 ? 0 : 1
