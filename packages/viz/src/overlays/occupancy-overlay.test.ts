import { describe, expect, test } from '@jest/globals'
import { transactionMachine } from '@cachechart/core'
import { toDiagram } from '../to-diagram.ts'
import { occupancyOverlay } from './occupancy-overlay.ts'

const diagram = toDiagram(transactionMachine)

describe('what is in flight', () => {
  const overlay = occupancyOverlay(diagram, [
    { state: 'awaitBackend.attached', inState: 3_200 },
    { state: 'awaitFlight', inState: 40 },
    { state: 'awaitFlight', inState: 3_100 },
    { state: 'awaitBackend.detached', inState: 7 },
  ])

  test('is counted in each state, with the longest wait', () => {
    expect(Object.fromEntries(overlay.states)).toEqual({
      awaitBackend: { tone: 'busy', note: '2 within' },
      'awaitBackend.attached': { tone: 'busy', note: '1 here, 3.2 s' },
      'awaitBackend.detached': { tone: 'busy', note: '1 here, 7 ms' },
      awaitFlight: { tone: 'busy', note: '2 here, up to 3.1 s' },
    })
  })

  test('is summed up in the title, and the rest of the machine is faded', () => {
    expect([overlay.title, overlay.rest, overlay.edges.size]).toEqual([
      '4 in flight, in 3 states',
      'faded',
      0,
    ])
    expect(overlay.legend.map(({ tone }) => tone)).toEqual(['busy'])
  })

  test('may be nothing', () => {
    const none = occupancyOverlay(diagram, [])
    expect([none.title, none.states.size, none.legend, none.rest]).toEqual([
      'Nothing is in flight',
      0,
      [],
      'plain',
    ])
  })

  test('may be a hundred thousand transactions', () => {
    const crowd = Array.from({ length: 100_000 }, (_, inState) => ({ state: 'awaitFlight', inState }))
    const note = occupancyOverlay(diagram, crowd).states.get('awaitFlight')?.note
    expect(note).toBe('100000 here, up to 1 min 40 s')
  })
})

describe('an answer that is none of this machine', () => {
  test.each([
    ['a state that there is not', { state: 'limbo', inState: 1 }, 'ERR_OVERLAY_STATE'],
    ['a state that holds others', { state: 'awaitBackend', inState: 1 }, 'ERR_OVERLAY_STATE'],
    ['no time', { state: 'direct', inState: Number.NaN }, 'ERR_OVERLAY_INPUT'],
    ['a time in words', JSON.parse('{"state":"direct","inState":"long"}'), 'ERR_OVERLAY_INPUT'],
    ['no state', JSON.parse('{"inState":1}'), 'ERR_OVERLAY_INPUT'],
    ['null', null, 'ERR_OVERLAY_INPUT'],
  ])('is refused: %s', (_what, occupant, code) => {
    expect(() => occupancyOverlay(diagram, [occupant])).toThrow(expect.objectContaining({ code }))
  })
})
