import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, test } from '@jest/globals'
import type { ExploreReport, MachineCoverage } from '@cachechart/core/testing/machines'
import { exploredRow } from '../verify/model-page.ts'
import { runExplore } from './run-explore.ts'

const page = readFileSync(new URL('../../docs/model-checking.md', import.meta.url), 'utf8')

let reports: readonly ExploreReport[]
beforeAll(async () => {
  reports = await Promise.all([1, 2].map(runExplore))
}, 300_000)

describe.each([
  ['one client', 0],
  ['two clients', 1],
])('all that can happen to %s', (_who, at) => {
  test('keeps every invariant, in every state', () => {
    expect(reports[at]?.story).toBeUndefined()
    expect(reports[at]?.invariants.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
    expect(reports[at]?.states).toBeGreaterThan(10_000)
  })

  test('is what the page of what was checked says', () => {
    const report = reports[at]
    if (report === undefined) throw new TypeError('nothing was explored')
    expect(page.replaceAll(/ +/g, ' ')).toContain(exploredRow(report))
  })
})

/** What neither has walked. */
const missing = (machine: MachineCoverage['machine']): string[] => {
  const [one = [], two = []] = reports.map(
    ({ coverage }) => coverage.find((each) => each.machine === machine)?.missing ?? [],
  )
  return one.filter((edge) => two.includes(edge))
}

/** Nobody asks for the impossible; and a refresh that waits for the lease is followed by none who could leave it. */
const neverAsked = ['received on request.unsatisfied', 'awaitLease.background on fetch.stopped']

test('one or two clients walk every edge of the transaction machine, but for what they never ask', () => {
  expect(missing('transaction')).toEqual(neverAsked)
})

/** For these somebody acts within another's turn, reads slowly, or comes before the reply and is late all the same. */
const beyond = [
  'awaitReply.open on follower.late',
  'awaitReply.fenced on follower.joined',
  'awaitReply.fenced on follower.late',
  'streaming.fenced on follower.joined',
  'streaming.fenced on follower.late',
  'streaming.fenced on writer.failed',
  'streaming.fenced on fetch.stopped',
  'streaming.fenced on follower.left',
  'committing on leader.left',
  'committing on follower.late',
]

test('one or two clients walk every edge of the flight machine, but for what is beyond them', () => {
  expect(missing('flight')).toEqual(beyond)
})
