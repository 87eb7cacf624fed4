import type { Stage } from '../../adapters/stage.ts'
import { firstPart, storedText, storedWith, uncacheable } from './bodies.ts'
import type { Scene } from './scene.ts'

/** How what is stored may be used once it is stale, and how long that has been so. The lifetime is a minute. */
const staleBy: Readonly<Record<'refreshable' | 'both' | 'maskable' | 'stale', readonly [string, number]>> = {
  refreshable: ['max-age=60, stale-while-revalidate=60', 70],
  both: ['max-age=60, stale-while-revalidate=60, stale-if-error=600', 70],
  maskable: ['max-age=60, stale-if-error=600', 100],
  stale: ['max-age=60, must-revalidate', 100],
}

/** Has the cache hold what the scene begins with. */
export async function prepare(stage: Stage, stored: Scene['stored']): Promise<void> {
  switch (stored) {
    case 'nothing':
      return
    case 'marked':
      stage.origin.plan(uncacheable)
      await stage.line()
      break
    case 'part':
      stage.origin.plan(firstPart)
      await stage.line('/', { headers: { Range: 'bytes=0-6' } })
      break
    case 'fresh':
      stage.origin.plan(storedWith('max-age=60'))
      await stage.line()
      break
    default: {
      const [cacheControl, seconds] = staleBy[stored]
      stage.origin.plan(storedWith(cacheControl))
      const line = await stage.line()
      if (line !== `200 ${storedText}`) throw new Error(`nothing was stored, but told: ${line}`)
      await stage.settle()
      stage.clock.pass(seconds)
    }
  }
  await stage.settle()
}
