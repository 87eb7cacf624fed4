import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { toDiagram } from '../to-diagram.ts'
import { coverageOverlay, type CountedStep } from './coverage-overlay.ts'

const machine = createMachine({
  id: 'door',
  initial: 'shut',
  states: {
    shut: {
      initial: 'locked',
      on: { kick: 'gone' },
      states: { locked: { on: { turn: 'free' } }, free: { on: { turn: 'locked', kick: {} } }, barred: {} },
    },
    gone: { type: 'final' },
    lost: { after: { 1000: 'gone' } },
    back: { type: 'history' },
  },
})
const diagram = toDiagram(machine)
const counted = (from: string, event: string, paths = 1): CountedStep => ({ from, event, paths })

const everything = [
  counted('shut.locked', 'turn', 3),
  counted('shut.free', 'turn'),
  counted('shut.free', 'kick'),
  counted('shut.locked', 'kick'),
  counted('shut.barred', 'kick'),
]
const overlay = coverageOverlay(diagram, [
  { name: 'table', steps: everything },
  { name: 'driver', steps: everything.filter(({ from }) => from !== 'shut.barred') },
  { name: 'gateway', steps: [counted('shut.locked', 'turn', 2), counted('shut.free', 'kick', 0)] },
])

describe('the coverage of a machine', () => {
  test('says of each edge which levels walk it', () => {
    expect(Object.fromEntries(overlay.edges)).toEqual({
      'shut:kick:0': { tone: 'partly', note: 'only by table' },
      'shut.locked:turn:0': { tone: 'covered', note: '' },
      'shut.free:turn:0': { tone: 'partly', note: 'not by gateway' },
      'shut.free:kick:0': { tone: 'partly', note: 'not by gateway' },
    })
  })

  test('says of each state which levels have been there', () => {
    expect(Object.fromEntries(overlay.states)).toEqual({
      shut: { tone: 'covered', note: '' },
      'shut.locked': { tone: 'covered', note: '' },
      'shut.free': { tone: 'covered', note: '' },
      'shut.barred': { tone: 'partly', note: 'only by table' },
      gone: { tone: 'partly', note: 'not by gateway' },
      lost: { tone: 'uncovered', note: '' },
    })
  })

  test('counts in its title, and explains the tones that are to be seen', () => {
    expect(overlay.title).toBe('1 of 4 edges are walked by each of 3 levels of tests')
    expect(overlay.legend.map(({ tone }) => tone)).toEqual(['covered', 'partly', 'uncovered'])
    const whole = coverageOverlay(diagram, [{ name: 'table', steps: everything }])
    expect(whole.title).toBe('4 of 4 edges are walked by the only level of tests')
    expect(whole.legend.map(({ tone }) => tone)).toEqual(['covered', 'uncovered'])
  })

  test('names the fewer levels: those that do, or those that do not', () => {
    const levels = ['a', 'b', 'c', 'd'].map((name, index) => ({
      name,
      steps: everything.filter(({ from, event }) =>
        from === 'shut.locked' ? event === 'turn' && index < 2 : from === 'shut.free' && index < 3,
      ),
    }))
    const { edges } = coverageOverlay(diagram, levels)
    expect(edges.get('shut.locked:turn:0')?.note).toBe('only by a, b')
    expect(edges.get('shut.free:turn:0')?.note).toBe('not by d')
  })

  test('is that of no test where no path takes a step', () => {
    const none = coverageOverlay(diagram, [{ name: 'table', steps: [counted('shut.locked', 'turn', 0)] }])
    expect(new Set([...none.edges.values()].map(({ tone }) => tone))).toEqual(new Set(['uncovered']))
  })
})

describe('coverage that makes no sense', () => {
  test.each([
    ['no level', [], 'ERR_OVERLAY_INPUT'],
    [
      'two levels of one name',
      [
        { name: 'a', steps: [] },
        { name: 'a', steps: [] },
      ],
      'ERR_OVERLAY_INPUT',
    ],
    ['a negative count', [{ name: 'a', steps: [counted('shut.free', 'turn', -1)] }], 'ERR_OVERLAY_INPUT'],
    ['half a path', [{ name: 'a', steps: [counted('shut.free', 'turn', 0.5)] }], 'ERR_OVERLAY_INPUT'],
    ['an edge that there is not', [{ name: 'a', steps: [counted('shut.free', 'push')] }], 'ERR_OVERLAY_EDGE'],
    ['a state that there is not', [{ name: 'a', steps: [counted('open', 'push')] }], 'ERR_OVERLAY_STATE'],
  ])('is refused: %s', (_what, levels, code) => {
    expect(() => coverageOverlay(diagram, levels)).toThrow(expect.objectContaining({ code }))
  })
})
