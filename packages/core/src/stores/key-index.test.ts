import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { KeyIndex } from './key-index.ts'

const name = fc.constantFrom('a', 'b', '__proto__')
const steps = fc.array(
  fc.record({ type: fc.constantFrom('add' as const, 'remove' as const), name, key: name }),
)

describe('an index of keys', () => {
  test('knows of each name the keys that were added and not removed, and no name without one', () => {
    const seed = 20_261_121
    fc.assert(
      fc.property(steps, (all) => {
        const index = new KeyIndex()
        const model = new Map<string, Set<string>>()
        for (const step of all) {
          index[step.type](step.name, step.key)
          const keys = model.get(step.name) ?? new Set<string>()
          if (step.type === 'add') keys.add(step.key)
          else keys.delete(step.key)
          if (keys.size === 0) model.delete(step.name)
          else model.set(step.name, keys)
        }
        expect(index.size).toBe(model.size)
        for (const each of ['a', 'b', '__proto__']) {
          expect([...index.keysOf(each)].toSorted()).toEqual([...(model.get(each) ?? [])].toSorted())
        }
      }),
      { seed },
    )
  })

  test('gives a list that stays as it is', () => {
    const index = new KeyIndex()
    index.add('a', '1')
    index.add('a', '2')
    const keys = index.keysOf('a')
    index.remove('a', '1')
    expect(keys).toEqual(['1', '2'])
  })
})
