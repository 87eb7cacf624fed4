import { expect, test } from '@jest/globals'
import type { BytesContender } from './bytes-comparison.ts'
import { compareBytes } from './compare-bytes.ts'

const weighing = (name: string, ...beyond: readonly number[]): BytesContender => {
  const left = [...beyond]
  return {
    name,
    measure: () => {
      const next = left.shift() ?? 0
      return Promise.resolve({ beyond: next, held: next + 1_000 })
    },
  }
}

test('the median of the rounds counts, in proportion to the baseline and against the limit', async () => {
  const result = await compareBytes(
    {
      kind: 'bytes',
      name: 'any',
      about: 'Anything.',
      unit: 'entry',
      contenders: [weighing('ours', 600, 9_000, 500), weighing('theirs', 300, 9_000, 250)],
      baseline: 'theirs',
      budgets: [
        { kind: 'bytes', subject: 'ours', limit: 600 },
        { kind: 'bytes', subject: 'ours', limit: 599 },
      ],
    },
    { rounds: 3, onRound: () => {} },
  )
  expect(result.contenders[0]).toMatchObject({
    beyond: { median: 600 },
    held: { median: 1_600 },
    ratio: { median: 2 },
  })
  expect(result.budgets.map(({ verdict }) => verdict)).toEqual(['met', 'not met'])
})

test('a short run measures a share of each', async () => {
  const shares: number[] = []
  const measure = (share: number) => {
    shares.push(share)
    return Promise.resolve({ beyond: 1, held: 2 })
  }
  const { columns } = await compareBytes(
    {
      kind: 'bytes',
      name: 'any',
      about: 'Anything.',
      unit: 'GB',
      columns: ['at most', 'of that'],
      contenders: [{ name: 'ours', measure }],
      baseline: 'ours',
      budgets: [],
    },
    { rounds: 2, onRound: () => {}, share: 0.1 },
  )
  expect(shares).toEqual([0.1, 0.1])
  expect(columns).toEqual(['at most', 'of that'])
})
