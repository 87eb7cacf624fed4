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
