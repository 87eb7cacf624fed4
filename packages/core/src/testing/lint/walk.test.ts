import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { compile } from '../../engine/compile.ts'
import { walk, wayOf } from './walk.ts'

/** A row of states, each leading to the next, of which the fourth leads back to the first as well. */
const row = compile(
  createMachine({
    initial: 'state0',
    states: Object.fromEntries(
      Array.from({ length: 12 }, (_each, index) => [
        `state${index}`,
        index === 11
          ? { type: 'final' as const }
          : {
              on: {
                [`step.${index}`]: `state${index + 1}`,
                ...(index === 3 ? { 'step.back': 'state0' } : {}),
              },
            },
      ]),
    ),
  }),
)

describe('walk', () => {
  test('goes every edge once where nothing is carried along', () => {
    const steps = walk(row, 'same', () => 'same')
    expect(steps.map(({ edge }) => edge.event)).toEqual([
      ...[
        'step.0',
        'step.1',
        'step.2',
        'step.3',
        'step.back',
        'step.4',
        'step.5',
        'step.6',
        'step.7',
        'step.8',
      ],
      ...['step.9', 'step.10'],
    ])
  })

  test('goes an edge again with everything else that can be known there', () => {
    const steps = walk<'before' | 'after'>(row, 'before', (known, { event }) =>
      event === 'step.back' ? 'after' : known,
    )
    const second = steps.filter(({ edge }) => edge.event === 'step.2')
    expect(second.map(({ before }) => before)).toEqual(['before', 'after'])
    expect(second.map(wayOf)).toEqual([
      'step.0 → step.1 → step.2',
      'step.0 → step.1 → step.2 → step.back → step.0 → step.1 → step.2',
    ])
  })

  test('tells the last eight events of a way, and that there were more', () => {
    const last = walk(row, 'same', () => 'same').at(-1)
    expect(last && wayOf(last)).toBe(
      '… → step.3 → step.4 → step.5 → step.6 → step.7 → step.8 → step.9 → step.10',
    )
  })
})
