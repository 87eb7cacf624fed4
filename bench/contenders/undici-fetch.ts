import { Agent, fetch } from 'undici'
import { readSample, urlsOf } from './fetch-target.ts'
import { inLanes } from './lanes.ts'
import type { CreateWork } from './work.ts'

/** undici's `fetch` without a cache; the argument is a URL. */
export const undiciFetch: CreateWork = (target) => {
  const dispatcher = new Agent()
  const nextUrl = urlsOf(target)
  return {
    run: (count) => inLanes(count, async () => readSample(await fetch(nextUrl(), { dispatcher }))),
    close: () => dispatcher.destroy(),
  }
}
