import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import type { Contender, Section } from '../comparison.ts'
import { candidatesOf, compareRevisions } from './compare-revisions.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

const never = () => Promise.reject(new Error('it was started'))
const pace = { warmUp: 0, slice: 0, slices: 1 }
const common = { about: 'Anything.', baseline: 'theirs', budgets: [] }
const ours: Contender = { name: 'ours', owner: 'project', start: never }
const theirs: Contender = { name: 'theirs', start: never }

const section: Section = {
  name: 'any',
  about: 'anything',
  comparisons: [
    { ...common, name: 'speed', operation: 'call', contenders: [ours, theirs], pace },
    {
      ...common,
      kind: 'bytes',
      name: 'memory',
      unit: 'entry',
      contenders: [
        { name: 'ours', owner: 'project', measure: never },
        { name: 'theirs', measure: never },
      ],
    },
    {
      ...common,
      kind: 'latency',
      name: 'latency',
      share: 0.5,
      contenders: [{ name: 'ours', owner: 'project', start: never }],
      pace,
    },
  ],
}

test("the project's own contenders are compared, in speed and in memory", () => {
  const names = candidatesOf([section]).map(({ comparison, contender }) => [comparison.name, contender.name])
  expect(names).toEqual([
    ['speed', 'ours'],
    ['memory', 'ours'],
  ])
})

test('who cannot run here is skipped with the reason, and not started', async () => {
  const [candidate] = candidatesOf([
    {
      ...section,
      comparisons: [
        {
          ...common,
          name: 'speed',
          operation: 'call',
          contenders: [{ ...ours, missing: () => Promise.resolve('it is not installed') }],
          pace,
        },
      ],
    },
  ])
  if (candidate === undefined) throw new Error('there is no candidate')
  const trees = { now: '/nowhere', before: '/nowhere-else', length: { rounds: 1, share: 1, slices: 1 } }
  expect(await compareRevisions(candidate, trees)).toEqual({
    kind: 'skipped',
    comparison: 'speed',
    contender: 'ours',
    reason: 'it is not installed',
  })
})

test('what the other tree cannot run is skipped, with what it said', async () => {
  const [candidate] = candidatesOf([section])
  if (candidate === undefined) throw new Error('there is no candidate')
  // A comparison that the benchmarks here do not have.
  const trees = { now: '/nowhere', before: root, length: { rounds: 1, share: 1, slices: 1 } }
  await expect(compareRevisions(candidate, trees)).resolves.toMatchObject({
    kind: 'skipped',
    reason: expect.stringContaining('the other revision cannot run it: '),
  })
}, 30_000)
