import { describe, expect, test } from '@jest/globals'
import { transactionEffects, transactionEvents, transactionStates } from '../machine/transaction-alphabet.ts'
import { transactionNodes, transactionTable } from './transaction-table.ts'

const nodes = [...transactionTable.states.values()]
const edges = nodes.flatMap(({ on }) => [...on.values()])

describe('the transaction table', () => {
  test('has the states of the alphabet, and no other', () => {
    expect([...transactionTable.states.keys()].toSorted()).toEqual([...transactionStates].toSorted())
    for (const name of transactionStates) expect(transactionNodes[name].name).toBe(name)
  })

  test('hears the events of the alphabet, and no other', () => {
    expect(new Set(edges.map(({ event }) => event))).toEqual(new Set(transactionEvents))
  })

  test('orders the effects of the alphabet, and no other', () => {
    expect(new Set(edges.flatMap(({ effects }) => effects))).toEqual(new Set(transactionEffects))
  })

  test('begins in "received" and orders nothing before its first event, for nobody would carry it out', () => {
    expect(transactionTable.initial).toBe(transactionNodes.received)
    expect(transactionTable.initialEffects).toEqual([])
  })

  test('is final where nothing is heard any more, and nowhere else', () => {
    const finals = nodes.filter(({ final }) => final)
    expect(finals).toEqual(nodes.filter(({ on }) => on.size === 0))
    expect(finals.map(({ name }) => name).toSorted()).toEqual(['abandoned', 'delivered', 'failed', 'settled'])
  })
})
