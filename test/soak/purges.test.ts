import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { PurgeTarget } from '@cachechart/core'
import { Chance } from './chance.ts'
import type { PurgeReport } from './purges/purge-report.ts'
import { Purges } from './purges/purges.ts'
import { resourceAt } from './resource.ts'
import { Mishaps } from './tested/mishap.ts'

const seed = 1

/** The purges of a run, answered as a test has it. */
function setUp() {
  const asked: { readonly target: PurgeTarget; readonly answer: (report: PurgeReport) => void }[] = []
  const purges = new Purges(
    seed,
    (target) =>
      new Promise((resolve) => {
        asked.push({ target, answer: resolve })
      }),
  )
  const answerAll = async (report: PurgeReport): Promise<void> => {
    for (const { answer } of asked) answer(report)
    await purges.end()
  }
  return { asked, purges, answerAll }
}

describe('purges', () => {
  test('are of URLs, of labels and of everything, hard and soft, as often as time goes by', () => {
    const { asked, purges } = setUp()
    purges.keepUp(20_000)
    purges.keepUp(20_000)
    const kinds = asked.map(
      ({ target }) => `${target.soft === true ? 'soft' : 'hard'} ${Object.keys(target)[0]}`,
    )
    expect(kinds).toHaveLength(135)
    expect(new Set(kinds).size).toBe(6)
  })

  test('hold for a resource by its URL, its label, or whatever it is, once they are over', async () => {
    const { asked, purges, answerAll } = setUp()
    purges.keepUp(9_999)
    const byUrl = asked.find(({ target }) => 'url' in target && target.soft !== true)
    if (byUrl?.target.url === undefined) throw new TypeError('some URL is purged')
    const resource = resourceAt(seed, new URL(byUrl.target.url).pathname)
    expect(purges.fenceOf(resource)).toEqual({ hard: 0, soft: 0 })
    await answerAll({ began: 5, outcome: 'purged' })
    expect(purges.fenceOf(resource).hard).toBe(5)
    expect(purges.fenceOf({ ...resource, path: '/other', group: 'other' })).toEqual({ hard: 0, soft: 0 })
    const byLabel = asked.flatMap(({ target }) =>
      'surrogateKey' in target && target.soft === true ? [target.surrogateKey] : [],
    )
    expect(purges.fenceOf({ ...resource, path: '/other', group: byLabel[0] ?? '' }).soft).toBe(5)

    purges.keepUp(10_000)
    await answerAll({ began: 9, outcome: 'purged' })
    expect(purges.fenceOf({ ...resource, path: '/other', group: 'other' }).hard).toBe(9)
  })

  test('that the store failed at promise nothing', async () => {
    const { purges, answerAll } = setUp()
    purges.keepUp(20_000)
    await answerAll({ began: 5, outcome: 'failed' })
    expect(purges.fenceOf(resourceAt(seed, '/hot/0'))).toEqual({ hard: 0, soft: 0 })
    expect(purges.counts).toEqual({ hard: 0, soft: 0, failed: 135 })
  })
})

describe('a change of the store that is late', () => {
  beforeEach(() => {
    jest.useFakeTimers()
  })
  afterEach(() => {
    jest.useRealTimers()
  })

  const change = (name: string, hurry: (mishaps: Mishaps) => void): 'early' | 'late' | 'never' => {
    const mishaps = new Mishaps(new Chance(name))
    let when: 'early' | 'late' = 'early'
    let result: 'early' | 'late' | 'never' = 'never'
    try {
      const work = mishaps.aroundChange(() => (result = when))
      if (typeof work !== 'string') work.catch(() => undefined)
    } catch {
      return 'never'
    }
    hurry(mishaps)
    when = 'late'
    jest.advanceTimersByTime(1000)
    return result
  }

  test('takes effect before a purge that is called after it, and no other is changed by that', () => {
    const names = Array.from({ length: 400 }, (_, index) => `store ${index}`)
    const left = names.map((name) => change(name, () => undefined))
    const hurried = names.map((name) => change(name, (mishaps) => mishaps.hurry()))
    expect(new Set(left)).toEqual(new Set(['early', 'late', 'never']))
    expect(hurried).toEqual(left.map((when) => (when === 'late' ? 'early' : when)))
  })
})
