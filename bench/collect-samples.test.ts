import { expect, test } from '@jest/globals'
import { collectSamples } from './collect-samples.ts'
import type { Contender } from './comparison.ts'

const pace = { warmUp: 7, slice: 3, slices: 2 }

/** A contender that writes down what is done with it. */
const recorded = (name: string, log: string[]): Contender => ({
  name,
  start: () => {
    log.push(`${name} starts`)
    return Promise.resolve({
      warmUp: (millis) => Promise.resolve(void log.push(`${name} warms up ${millis}`)),
      measure: (millis) => Promise.resolve({ wall: log.push(`${name} runs ${millis}`), cpu: 0 }),
      end: () => Promise.resolve(void log.push(`${name} ends`)),
    })
  },
})

test('in each round everyone starts anew, gets warm, takes turns back and forth, and ends', async () => {
  const log: string[] = []
  const contenders = [recorded('A', log), recorded('B', log)]
  await collectSamples({ contenders, pace }, { rounds: 2, onRound: (round) => log.push(`round ${round}`) })
  const turns = (first: string, second: string) => [
    ...[`${first} starts`, `${first} warms up 7`, `${second} starts`, `${second} warms up 7`],
    ...[`${first} runs 3`, `${second} runs 3`, `${second} runs 3`, `${first} runs 3`],
    ...[`${first} ends`, `${second} ends`],
  ]
  expect(log).toEqual(['round 0', ...turns('A', 'B'), 'round 1', ...turns('B', 'A')])
})

test('everyone has a sample for each turn', async () => {
  const log: string[] = []
  const contenders = [recorded('A', log), recorded('B', log)]
  const samples = await collectSamples({ contenders, pace }, { rounds: 3, onRound: () => {} })
  expect([...samples].map(([name, taken]) => [name, taken.length])).toEqual([
    ['A', 6],
    ['B', 6],
  ])
})

test('when one breaks, all that had started end', async () => {
  const log: string[] = []
  const broken: Contender = { name: 'B', start: () => Promise.reject(new Error('no port')) }
  const contenders = [recorded('A', log), broken]
  await expect(collectSamples({ contenders, pace }, { rounds: 1, onRound: () => {} })).rejects.toThrow(
    'no port',
  )
  expect(log.at(-1)).toBe('A ends')
})
