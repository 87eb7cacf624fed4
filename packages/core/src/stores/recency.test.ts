import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { Recency } from './recency.ts'

test('there is nothing oldest where there is nothing', () => {
  const recency = new Recency()
  expect(recency.oldest).toBeUndefined()
  expect(recency.all()).toEqual([])
})

test('a place that was given up is given again', () => {
  const recency = new Recency()
  const [first, second] = [recency.add(), recency.add()]
  recency.remove(first)
  expect([recency.add(), recency.add()]).toEqual([first, second + 1])
})

test('many places keep their order', () => {
  const recency = new Recency()
  const places = Array.from({ length: 1000 }, () => recency.add())
  for (const place of places) if (place % 3 === 0) recency.use(place)
  const expected = [
    ...places.filter((place) => place % 3 !== 0),
    ...places.filter((place) => place % 3 === 0),
  ]
  expect(recency.all()).toEqual(expected)
})

test('whatever is done, the order is that of use', () => {
  const step = fc.oneof(
    {
      arbitrary: fc.record({ type: fc.constantFrom('use' as const, 'remove' as const), index: fc.nat(100) }),
      weight: 20,
    },
    { arbitrary: fc.constant({ type: 'add' as const, index: 0 }), weight: 20 },
    { arbitrary: fc.constant({ type: 'clear' as const, index: 0 }), weight: 1 },
  )
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const recency = new Recency()
      let model: number[] = []
      for (const { type, index } of steps) {
        const place = model[index % model.length]
        if (type === 'add') {
          model.push(recency.add())
        } else if (type === 'clear') {
          recency.clear()
          model = []
        } else if (place !== undefined) {
          recency[type](place)
          model = model.filter((other) => other !== place)
          if (type === 'use') model.push(place)
        }
        expect(recency.oldest).toBe(model[0])
      }
      expect(recency.all()).toEqual(model)
      expect(new Set(model).size).toBe(model.length)
    }),
  )
})
