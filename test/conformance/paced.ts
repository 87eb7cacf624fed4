import { setTimeout as sleep } from 'node:timers/promises'

/** What the client of the suite speaks through. */
export type ClientFetch = (url: string, init?: RequestInit) => Promise<unknown>

const eachSecond = 100
const apart = 4
const early = 500

/**
 * Lets the tests begin one after the other, each early in a second. Date counts in seconds: what leaves the origin late
 * in one is soon a second old, and some tests give a response no longer life. All pauses are whole seconds.
 */
export function paced(fetch: ClientFetch): ClientFetch {
  const start = Math.ceil(Date.now() / 1000) * 1000
  let begun = 0
  return async (url, init) => {
    // Every test begins by telling the origin its part; then it counts its requests.
    if (url.includes('/config/')) {
      const turn = begun++
      const second = Math.floor(turn / eachSecond)
      await sleep(Math.max(0, start + second * 1000 + (turn % eachSecond) * apart - Date.now()))
    } else if (new Headers(init?.headers).get('req-num') === '1') {
      const late = Date.now() % 1000
      if (late > early) await sleep(1000 - late)
    }
    return fetch(url, init)
  }
}
