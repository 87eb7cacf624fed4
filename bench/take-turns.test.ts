import { expect, test } from '@jest/globals'
import type { Contender, Running, Sample } from './comparison.ts'
import { takeTurns, type Plan } from './take-turns.ts'

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

const plan = (contenders: readonly Contender[]): Plan<Running, Sample> => ({
  contenders,
  pace,
  measure: (process) => process.measure(pace.slice),
})

test('in each round everyone starts anew, gets warm, takes turns back and forth, and ends', async () => {
  const log: string[] = []
  await takeTurns(plan([recorded('A', log), recorded('B', log)]), {
    rounds: 2,
    onRound: (round) => log.push(`round ${round}`),
  })
  const turns = (first: string, second: string) => [
    ...[`${first} starts`, `${first} warms up 7`, `${second} starts`, `${second} warms up 7`],
    ...[`${first} runs 3`, `${second} runs 3`, `${second} runs 3`, `${first} runs 3`],
    ...[`${first} ends`, `${second} ends`],
  ]
  expect(log).toEqual(['round 0', ...turns('A', 'B'), 'round 1', ...turns('B', 'A')])
})

test('everyone has a sample for each turn', async () => {
  const log: string[] = []
  const samples = await takeTurns(plan([recorded('A', log), recorded('B', log)]), {
    rounds: 3,
    onRound: () => {},
  })
  expect([...samples].map(([name, taken]) => [name, taken.length])).toEqual([
    ['A', 6],
    ['B', 6],
  ])
})

test('what is done when all are warm is done once a round, before the first turn', async () => {
  const log: string[] = []
  const onWarm = (ready: readonly { readonly name: string }[]) =>
    Promise.resolve(void log.push(`warm: ${ready.map(({ name }) => name).join()}`))
  await takeTurns(
    { ...plan([recorded('A', log), recorded('B', log)]), onWarm },
    { rounds: 1, onRound: () => {} },
  )
  expect(log.indexOf('warm: A,B')).toBe(log.indexOf('B warms up 7') + 1)
  expect(log.indexOf('A runs 3')).toBe(log.indexOf('warm: A,B') + 1)
})

test('when one breaks, all that had started end', async () => {
  const log: string[] = []
  const broken: Contender = { name: 'B', start: () => Promise.reject(new Error('no port')) }
  const taking = takeTurns(plan([recorded('A', log), broken]), { rounds: 1, onRound: () => {} })
  await expect(taking).rejects.toThrow('no port')
  expect(log.at(-1)).toBe('A ends')
})
