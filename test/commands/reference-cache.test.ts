import { describe, expect, test } from '@jest/globals'
import type { Removal, Saying } from './record.ts'
import { ReferenceCache } from './reference-cache.ts'
import type { Use } from './use.ts'
import { freshFor } from './world/control.ts'

/** Anna was answered so, at the second 0. */
const said: Saying = {
  version: 1,
  page: '/a',
  client: 1,
  isHead: false,
  asked: 1,
  askedAt: 0,
  answered: 2,
  answeredAt: 0,
  isArriving: () => false,
  age: 0,
  control: freshFor(10),
  language: null,
  labels: [],
  forOne: false,
}

/** Ben asks at the second 5, and is given it at once. */
const use: Use = {
  version: 1,
  page: '/a',
  client: 2,
  language: 'en',
  demand: { type: 'none' },
  sent: 10,
  sentAt: 5_000,
  now: 5_000,
  waited: false,
  shared: false,
  masked: false,
}

const removal: Removal = { covers: () => true, begun: 5, begunAt: 2_000, done: 6, force: 'hard' }

interface Case {
  readonly saying?: Partial<Saying>
  readonly control?: Partial<Saying['control']>
  readonly use?: Partial<Use>
  readonly removal?: Partial<Removal>
  readonly failedAt?: number
}

const objectionTo = ({
  saying,
  control,
  use: wanted,
  removal: removed,
  failedAt,
}: Case): string | undefined => {
  const reference = new ReferenceCache()
  reference.sayings.push({ ...said, control: { ...said.control, ...control }, ...saying })
  if (removed !== undefined) reference.removals.push({ ...removal, ...removed })
  if (failedAt !== undefined) reference.failures.push({ page: '/a', at: failedAt })
  return reference.objection({ ...use, ...wanted })
}

const late = { now: 12_000 }

describe('the reference permits', () => {
  test.each<[string, Case]>([
    ['what is fresh', {}],
    ['what is as old as it may be', { control: { maxAge: 6 } }],
    ['the reply to the very request, whatever it says', { saying: { client: 2, asked: 11, forOne: true } }],
    [
      'what came while the client waited, though it is stale',
      { saying: { asked: 9, answered: 11 }, use: late },
    ],
    ['what is in the same language', { saying: { language: 'en' } }],
    [
      'what is stale for less than stale-while-revalidate',
      { control: { staleWhileRevalidate: 5 }, use: late },
    ],
    [
      'what is less stale than the client accepts',
      { use: { ...late, demand: { type: 'max-stale', seconds: 3 } } },
    ],
    [
      'a stale one in place of an error',
      { control: { staleIfError: 5 }, use: { ...late, masked: true }, failedAt: 11 },
    ],
    ['what was asked for after a purge', { removal: { begun: 0 } }],
    ['what was removed by a purge that is not done yet', { removal: { done: Infinity } }],
    [
      'what was validated since a client asked for that',
      { saying: { asked: 11 }, use: { demand: { type: 'no-cache' } } },
    ],
  ])('%s', (_, example) => {
    expect(objectionTo(example)).toBeUndefined()
  })
})

describe('the reference refuses', () => {
  test.each<[string, Case, RegExp]>([
    ['what is another page', { use: { page: '/b' } }, /never said/],
    ['what is exactly as old as its lifetime', { control: { maxAge: 5 } }, /stale for 0 s/],
    ['what was old when it came', { saying: { age: 5 } }, /stale for 0 s/],
    ['what is in another language', { saying: { language: 'de' } }, /in de/],
    ['what was for one client alone', { saying: { forOne: true } }, /somebody else alone/],
    ['what needs validation', { control: { veto: 'no-cache' } }, /validation/],
    ['what was purged before', { removal: {} }, /removed/],
    ['what was softly purged, as stale', { removal: { force: 'soft' } }, /stale for 3 s/],
    [
      'a stale one against must-revalidate',
      { control: { veto: 'must-revalidate', staleWhileRevalidate: 5 }, use: late },
      /stale for 2 s/,
    ],
    [
      'what is stale for longer than stale-while-revalidate',
      { control: { staleWhileRevalidate: 1 }, use: late },
      /stale/,
    ],
    [
      'what is staler than the client accepts',
      { use: { ...late, demand: { type: 'max-stale', seconds: 1 } } },
      /stale/,
    ],
    [
      'a stale one in place of an error that was not',
      { control: { staleIfError: 5 }, use: { ...late, masked: true } },
      /5861/,
    ],
    [
      'what a client that wants it validated has not had validated',
      { use: { demand: { type: 'no-cache' } } },
      /validated/,
    ],
    ['what is older than the client wants', { use: { demand: { type: 'max-age', seconds: 4 } } }, /5 s old/],
    ['what will be stale too soon', { use: { demand: { type: 'min-fresh', seconds: 6 } } }, /too old/],
  ])('%s', (_, example, objection) => {
    expect(objectionTo(example)).toMatch(objection)
  })
})
