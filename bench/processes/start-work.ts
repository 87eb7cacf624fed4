import type { Running } from '../comparison.ts'
import { ask, endProcess, forkProcess, messageFrom, type ForkOptions } from './fork-process.ts'
import { startServer } from './server-process.ts'
import type { Stretch } from './stretch.ts'

/** Starts work, by its name in `contenders/works.ts`, in a fresh process. */
export async function startWork(name: string, argument: string, options?: ForkOptions): Promise<Running> {
  const child = forkProcess('work.ts', [name, argument], options)
  await messageFrom<'ready'>(child)
  return {
    async warmUp(millis) {
      await ask<Stretch>(child, millis)
    },
    async measure(millis) {
      const { count, wall, cpu, allocated } = await ask<Stretch>(child, millis)
      return { wall: (wall * 1000) / count, cpu: (cpu * 1000) / count, allocated: allocated / count }
    },
    end: () => endProcess(child),
  }
}

/** The same for work that needs an origin; its argument is the origin's URL with this path. */
export async function startWorkWithOrigin(name: string, path: string): Promise<Running> {
  const origin = await startServer('origin', '')
  try {
    const work = await startWork(name, origin.url + path)
    return {
      ...work,
      async end() {
        await work.end()
        await origin.end()
      },
    }
  } catch (error) {
    await origin.end()
    throw error
  }
}
