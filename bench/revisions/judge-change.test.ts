import { expect, test } from '@jest/globals'
import { judgeChange } from './judge-change.ts'

const same = { low: 0.98, median: 1, high: 1.02 }

test.each([
  { verdict: 'same', title: 'equal', cpu: same, wall: same },
  { verdict: 'slower', title: 'clearly worse', cpu: { low: 1.05, median: 1.2, high: 1.3 }, wall: same },
  {
    verdict: 'same',
    title: 'worse by less than counts',
    cpu: { low: 1.06, median: 1.08, high: 1.1 },
    wall: same,
  },
  {
    verdict: 'same',
    title: 'worse, yet within the spread',
    cpu: { low: 0.99, median: 1.2, high: 1.9 },
    wall: same,
  },
  { verdict: 'faster', title: 'clearly better', cpu: { low: 0.7, median: 0.8, high: 0.9 }, wall: same },
  {
    verdict: 'same',
    title: 'better by less than counts',
    cpu: { low: 0.9, median: 0.92, high: 0.95 },
    wall: same,
  },
  {
    verdict: 'same',
    title: 'better, yet within the spread',
    cpu: { low: 0.5, median: 0.8, high: 1.01 },
    wall: same,
  },
  { verdict: 'slower', title: 'waiting far longer', cpu: same, wall: { low: 1.2, median: 1.4, high: 1.5 } },
  {
    verdict: 'same',
    title: 'waiting somewhat longer',
    cpu: same,
    wall: { low: 1.1, median: 1.2, high: 1.3 },
  },
  {
    verdict: 'slower',
    title: 'waiting far longer with less work',
    cpu: { low: 0.7, median: 0.8, high: 0.9 },
    wall: { low: 1.2, median: 1.4, high: 1.5 },
  },
])('$title is $verdict', ({ cpu, wall, verdict }) => {
  expect(judgeChange({ cpu, wall })).toBe(verdict)
})
