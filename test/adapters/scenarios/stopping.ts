import { eventually } from '../../fixtures/eventually.ts'
import type { Scenario } from '../scenario.ts'
import { one } from './replies.ts'

/** Clients that take the fetch along. */
export const stopping: readonly Scenario[] = [
  {
    title: 'a client that leaves takes the fetch along where the overrides say so',
    expected: ['rejected', '200 one', 2],
    async play(stage) {
      stage.says.overrides = { abort: { leader: { awaitBackend: 'stop' } } }
      const leaving = new AbortController()
      const leader = stage.line('/', { signal: leaving.signal })
      await stage.origin.next()
      leaving.abort()
      const left = await leader
      await eventually('nothing is left of it', () => stage.cache.inFlight().length === 0)
      stage.origin.plan(one)
      return [left, await stage.line(), stage.origin.seen.length]
    },
  },
]
