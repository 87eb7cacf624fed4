import { describe, expect, test } from '@jest/globals'
import { and, createMachine, not, or, stateIn } from 'xstate'
import { toDiagram } from '../to-diagram.ts'
import { guardName } from './guard-name.ts'

describe('a guard is called', () => {
  test.each<[name: string, guard: unknown]>([
    ['isReady', 'isReady'],
    ['isReady', { type: 'isReady', params: { in: 3 } }],
    ['isReady', function isReady() {}],
    ['inline', () => true],
    ['not isReady', not('isReady')],
    ['isReady and isOpen', and(['isReady', 'isOpen'])],
    ['isReady or isOpen or inline', or(['isReady', 'isOpen', () => true])],
    ['not (isReady and isOpen)', not(and(['isReady', 'isOpen']))],
    ['not full and (ready or in open)', and([not('full'), or(['ready', stateIn('open')])])],
    ['(a and b) or not not c', or([and(['a', 'b']), not(not('c'))])],
    ['in #door.open', stateIn('#door.open')],
    ['in {"door":"open"}', stateIn({ door: 'open' })],
    ['and', and([])],
  ])('%s', (name, guard) => {
    expect(guardName(guard, 'state')).toBe(name)
  })

  test('inline, where the only name that it has is that of the property it stands in', () => {
    const { edges } = toDiagram(createMachine({ on: { go: { guard: () => true } } }))
    expect(edges[0]?.guard).toBe('inline')
  })

  test('nothing, where its name is empty: XState takes it for none', () => {
    const { edges } = toDiagram(createMachine({ on: { go: { guard: '' } } }))
    expect(edges[0]?.guard).toBeNull()
  })
})
