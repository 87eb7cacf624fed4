import type { Running } from '../comparison.ts'
import { startServer } from '../processes/server-process.ts'
import { startWork } from '../processes/start-work.ts'

/** Work that asks an origin. */
export interface ClientTrial {
  /** Its name in `contenders/works.ts`. */
  readonly work: string
  /** What stands before the URL in its argument. */
  readonly prefix?: string
  readonly path: string
  /** How many of the requests the origin has to see; anything else was not what is to be measured. */
  readonly forwarded: 'all' | 'none' | 'some'
}

/**
 * Of how many requests the origin has seen, only those are known that it has: how many there were is told by the time
 * that they took, which is not exact.
 */
const certainShare = 0.5

/** Starts work and its origin, each in a fresh process. */
export async function startClientWork(trial: ClientTrial): Promise<Running> {
  const { work: name, prefix = '', path, forwarded } = trial
  const origin = await startServer('origin', '')
  const work = await startWork(name, prefix + origin.url + path).catch(async (error: unknown) => {
    await origin.end()
    throw error
  })
  return {
    warmUp: (millis) => work.warmUp(millis),
    async measure(millis) {
      const { requests: before } = await origin.mark()
      const began = performance.now()
      const sample = await work.measure(millis)
      const requests = ((performance.now() - began) * 1000) / sample.wall
      const seen = (await origin.mark()).requests - before
      if (!isRight(forwarded, seen, requests))
        throw new Error(`${name}: ${seen} of about ${Math.round(requests)} requests reached the origin`)
      return sample
    },
    async end() {
      await work.end()
      await origin.end()
    },
  }
}

function isRight(forwarded: ClientTrial['forwarded'], seen: number, requests: number): boolean {
  switch (forwarded) {
    case 'none':
      return seen === 0
    case 'some':
      return seen > 0
    case 'all':
      return seen >= requests * certainShare
  }
}
