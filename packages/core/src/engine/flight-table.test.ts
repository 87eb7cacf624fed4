import { describe, expect, test } from '@jest/globals'
import { flightEffects, flightEvents, flightStates } from '../machine/flight-alphabet.ts'
import { flightTable } from './flight-table.ts'

const nodes = [...flightTable.states.values()]
const edges = nodes.flatMap(({ on }) => [...on.values()])

describe('the flight table', () => {
  test('has the states of the alphabet, and no other', () => {
    expect([...flightTable.states.keys()].toSorted()).toEqual([...flightStates].toSorted())
  })

  test('hears the events of the alphabet, and no other', () => {
    expect(new Set(edges.map(({ event }) => event))).toEqual(new Set(flightEvents))
  })

  test('orders the effects of the alphabet, and no other', () => {
    expect(new Set(edges.flatMap(({ effects }) => effects))).toEqual(new Set(flightEffects))
  })

  test('begins in "awaitReply.open" and orders nothing before its first event, for nobody would carry it out', () => {
    expect(flightTable.initial.name).toBe('awaitReply.open')
    expect(flightTable.initialEffects).toEqual([])
  })

  test('is final where nothing is heard any more, and nowhere else', () => {
    const finals = nodes.filter(({ final }) => final)
    expect(finals).toEqual(nodes.filter(({ on }) => on.size === 0))
    expect(finals.map(({ name }) => name)).toEqual(['closed'])
  })
})
