import { cachedFetch } from '@cachechart/adapters/fetch'
import { Agent, fetch, setGlobalDispatcher } from 'undici'
import { readSample, urlsOf } from './fetch-target.ts'
import { inLanes } from './lanes.ts'
import type { CreateWork } from './work.ts'

/** `cachedFetch` over undici's `fetch`; the argument is a URL. */
export const cachedFetchWork: CreateWork = (target) => {
  const agent = new Agent()
  setGlobalDispatcher(agent)
  const nextUrl = urlsOf(target)
  // undici's types and those of the platform differ in name, not in what they do.
  const cached = cachedFetch({ fetch: fetch as unknown as typeof globalThis.fetch })
  return {
    run: (count) => inLanes(count, async () => readSample(await cached(nextUrl()))),
    close: () => agent.destroy(),
  }
}
