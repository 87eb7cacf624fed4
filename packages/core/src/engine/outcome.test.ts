import { describe, expect, test } from '@jest/globals'
import { transactionEvents } from '../machine/transaction-alphabet.ts'
import { outcomeOf, outcomes } from './outcome.ts'
import { transactionTable } from './transaction-table.ts'

const edges = [...transactionTable.states.values()].flatMap(({ on }) => [...on])

const answers = (effects: readonly string[]): boolean =>
  effects.includes('client.respond') || effects.includes('client.fail')

describe('the outcome of an event', () => {
  test('is there for each by which some state answers the client, and for no other', () => {
    const answering = new Set(edges.filter(([, { effects }]) => answers(effects)).map(([event]) => event))
    const withOutcome = transactionEvents.filter((event) => outcomeOf(event) !== undefined)
    expect(withOutcome.toSorted()).toEqual([...answering].toSorted())
  })

  test('is an error where the client is given none of the responses', () => {
    const failing = edges.filter(([, { effects }]) => effects.includes('client.fail'))
    for (const [event] of failing) expect([event, outcomeOf(event)]).toEqual([event, 'error'])
  })

  test('is one of those that are counted, of which each is some event\u2019s', () => {
    const seen = new Set(transactionEvents.map(outcomeOf).filter((outcome) => outcome !== undefined))
    expect([...seen, 'abandoned'].toSorted()).toEqual(outcomes.toSorted())
  })
})
