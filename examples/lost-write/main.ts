/**
 * A cache write that is lost when its caller is cancelled, and one that is not. Callers give a slow service 100 ms, and leave
 * when they have passed; the service needs 150. Cached by hand, nothing is ever remembered, and the origin is asked each
 * time. With cachechart the fetch is not the caller's: what the first one began is stored, though it has left.
 *
 * `node --conditions=source examples/lost-write/main.ts`
 */
import { setTimeout as pause } from 'node:timers/promises'
import type { Send } from './by-hand.ts'
import { slowOrigin } from './slow-origin.ts'
import { createWays, type Way } from './ways.ts'

const callers = 5
const patience = 100

interface Result {
  readonly name: string
  /** What became of the callers, one after the other. */
  readonly outcomes: readonly ('answered' | 'left')[]
  /** How often the origin was asked for all of them. */
  readonly asked: number
}

/** A caller that takes each piece at once. */
const take: Send = (_piece, signal) => {
  signal.throwIfAborted()
  return Promise.resolve()
}

async function call(way: Way): Promise<'answered' | 'left'> {
  try {
    await way.answer(take, AbortSignal.timeout(patience))
    return 'answered'
  } catch {
    return 'left'
  }
}

async function tryOut(way: Way, asked: () => number): Promise<Result> {
  const before = asked()
  const outcomes: Result['outcomes'][number][] = []
  for (let caller = 0; caller < callers; caller += 1) {
    outcomes.push(await call(way))
    await pause(patience)
  }
  return { name: way.name, outcomes, asked: asked() - before }
}

const origin = await slowOrigin()
const ways = await createWays(origin.url)
const results: Result[] = []
for (const way of ways) results.push(await tryOut(way, () => origin.asked()))
for (const way of ways) await way.close()
await origin.close()

console.log(
  `${callers} callers, one after the other, who leave after ${patience} ms; the origin needs 150 ms.\n`,
)
console.log('cached        callers that left  were answered  requests to the origin')
for (const { name, outcomes, asked } of results) {
  const left = outcomes.filter((outcome) => outcome === 'left').length
  const cells = [name.padEnd(12), String(left).padStart(17), String(callers - left).padStart(14)]
  console.log([...cells, String(asked).padStart(23)].join(' '))
}
const [byHand, ...others] = results
const isLost = byHand?.asked === callers
const isKept = others.every(({ asked, outcomes }) => asked === 1 && outcomes.at(-1) === 'answered')
console.log(
  `\nBy hand the write was ${isLost ? 'lost each time' : 'not lost'}; with cachechart it was ${isKept ? 'made' : 'lost'}, whoever had left.`,
)
process.exitCode = isLost && isKept ? 0 : 1
