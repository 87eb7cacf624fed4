import { setTimeout as pause } from 'node:timers/promises'
import type { Send } from './by-hand.ts'
import { editionOrigin } from './edition-origin.ts'
import type { Service, Way } from './ways.ts'

/** How many leave, one after the other. */
export const callers = 5

/** After how many milliseconds a caller leaves. */
export const patience = 250

/** In the midst of what the callers leave. */
export const moments = ['sending', 'asking'] as const

export type Moment = (typeof moments)[number]

/** What callers who leave at one moment do to one way of caching. */
export interface Result {
  readonly way: Way
  readonly moment: Moment
  /** How many of the callers left before they had their answer. */
  readonly left: number
  /** How often the origin was asked for the new edition. */
  readonly asked: number
  /** Which edition the next caller was given, when the origin was gone. */
  readonly edition: string
}

/** A caller that takes what it is given at once. */
const takeAtOnce: Send = (_text, signal) => {
  signal.throwIfAborted()
  return Promise.resolve()
}

/** A caller that takes longer than it may. */
const takeSlowly: Send = (_text, signal) => pause(4 * patience, undefined, { signal })

/** At each moment one of the two is quick, the other longer than the callers wait. */
const paces = {
  sending: { take: takeSlowly, delay: 0 },
  asking: { take: takeAtOnce, delay: 1.5 * patience },
}

/** The edition that a caller is given who waits for as long as it takes. */
async function editionOf(service: Service): Promise<string> {
  let edition = 'none'
  const read: Send = (text) => {
    edition = text
    return Promise.resolve()
  }
  await service.answer(read, new AbortController().signal)
  return edition
}

async function countLeaving(service: Service, take: Send): Promise<number> {
  let left = 0
  for (let caller = 0; caller < callers; caller += 1) {
    try {
      await service.answer(take, AbortSignal.timeout(patience))
    } catch {
      left += 1
    }
  }
  return left
}

/** The old edition is remembered and outlives its time, callers leave as the new one comes, then the origin goes away. */
export async function tryOut(way: Way, moment: Moment): Promise<Result> {
  const origin = await editionOrigin()
  const service = await way.open(origin.url)
  await editionOf(service)
  await pause(1_100)
  const { take, delay } = paces[moment]
  origin.publish(delay)
  const left = await countLeaving(service, take)
  await pause(delay)
  await origin.close()
  const edition = await editionOf(service)
  await service.close()
  return { way, moment, left, asked: origin.asked(), edition }
}
