import { Agent, fetch, interceptors } from 'undici'
import { readSample, urlsOf } from './fetch-target.ts'
import { inLanes } from './lanes.ts'
import type { CreateWork } from './work.ts'

/** undici's `fetch` over its own cache interceptor; the argument is a URL. */
export const undiciCachedFetch: CreateWork = (target) => {
  const agent = new Agent()
  const dispatcher = agent.compose(interceptors.cache())
  const nextUrl = urlsOf(target)
  return {
    run: (count) => inLanes(count, async () => readSample(await fetch(nextUrl(), { dispatcher }))),
    close: () => agent.destroy(),
  }
}
