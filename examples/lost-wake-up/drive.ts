import { setTimeout as pause } from 'node:timers/promises'
import type { Cache } from '@cachechart/core'

/** How requests are sent. */
export interface Drive {
  readonly cache: Cache
  /** Requests a second, on average. */
  readonly rate: number
  readonly seconds: number
}

/** What became of the requests. */
export interface Outcomes {
  readonly answered: number
  readonly failed: number
}

/** Milliseconds between two requests of users who know nothing of each other: now and then two come almost at once. */
const gap = (rate: number): number => (-Math.log(1 - Math.random()) * 1000) / rate

/** Sends requests for ever new keys at a rate, whatever becomes of those before, and waits for all of them. */
export function drive({ cache, rate, seconds }: Drive): { sent: Promise<void>; outcomes: Promise<Outcomes> } {
  const ends: Promise<'answered' | 'failed'>[] = []
  const ask = async (id: number): Promise<'answered' | 'failed'> => {
    try {
      await cache.handle({ method: 'GET', url: `http://service.example/${id}`, fields: [] })
      return 'answered'
    } catch {
      return 'failed'
    }
  }
  const send = async (): Promise<void> => {
    const start = performance.now()
    for (let due = 0; due < seconds * 1000;) {
      const elapsed = performance.now() - start
      for (; due < Math.min(elapsed, seconds * 1000); due += gap(rate)) ends.push(ask(ends.length))
      await pause(1)
    }
  }
  const sent = send()
  const outcomes = sent.then(async () => {
    const all = await Promise.all(ends)
    const answered = all.filter((end) => end === 'answered').length
    return { answered, failed: all.length - answered }
  })
  return { sent, outcomes }
}
