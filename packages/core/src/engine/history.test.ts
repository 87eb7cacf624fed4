import { describe, expect, test } from '@jest/globals'
import { History } from './history.ts'

const subject = {
  id: 7,
  role: 'client',
  method: 'GET',
  key: 'http://example.com/',
  startedAt: 1_000,
  state: 'received',
} as const

describe('a history', () => {
  test('begins with its subject, and no steps', () => {
    const history = new History(subject)
    expect(history.toTrace()).toEqual({ ...subject, history: [], dropped: 0 })
    expect(history.since).toBe(1_000)
  })

  test('tells the steps in the order in which they were taken', () => {
    const history = new History(subject)
    history.record('request.lookup', 'awaitCache', 1_001)
    history.record('lookup.fresh', 'delivering', 1_002)
    expect(history.toTrace()).toEqual({
      ...subject,
      state: 'delivering',
      history: [
        { event: 'request.lookup', state: 'awaitCache', at: 1_001 },
        { event: 'lookup.fresh', state: 'delivering', at: 1_002 },
      ],
      dropped: 0,
    })
  })

  test('knows since when it has been in its state: a step that stays there does not count', () => {
    const history = new History(subject)
    history.record('lookup.obliged', 'awaitBackend.attached', 2_000)
    history.record('reply.orphaned', 'awaitBackend.attached', 3_000)
    expect(history.since).toBe(2_000)
    history.record('client.gone', 'awaitBackend.detached', 4_000)
    expect(history.since).toBe(4_000)
  })

  test('is bounded: it keeps the last 32 steps and counts those before them', () => {
    const history = new History(subject)
    for (let at = 1; at <= 32; at++) history.record('reply.orphaned', 'awaitBackend.attached', at)
    expect(history.toTrace()).toMatchObject({ dropped: 0 })
    for (let at = 33; at <= 40; at++) history.record('reply.orphaned', 'awaitBackend.attached', at)
    const { dropped, history: steps } = history.toTrace()
    expect(dropped).toBe(8)
    expect(steps.map(({ at }) => at)).toEqual(Array.from({ length: 32 }, (_, index) => index + 9))
  })

  test('gives a trace that later steps do not change', () => {
    const history = new History(subject)
    const trace = history.toTrace()
    history.record('request.pass', 'direct', 1_001)
    expect(trace).toEqual({ ...subject, history: [], dropped: 0 })
  })
})
