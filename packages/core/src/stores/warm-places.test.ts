import { describe, expect, test } from '@jest/globals'
import { WarmPlaces } from './warm-places.ts'

describe('the places that are warm', () => {
  test.each([1, 16, 1000, 1024, 10_000])(
    'are those asked for again, also where they lie %d apart',
    (apart) => {
      const warm = new WarmPlaces()
      const asked = Array.from({ length: 100 }, (_, index) => (index + 1) * apart)
      for (const place of asked) expect(warm.isAskedAgain(place)).toBe(false)
      // A few may share a slot, and take turns in it.
      expect(asked.filter((place) => warm.isAskedAgain(place)).length).toBeGreaterThan(75)
    },
  )

  test('make room for each other in the order in which they came', () => {
    const warm = new WarmPlaces()
    for (let place = 1; place <= 1024; place += 1) expect(warm.add(place)).toBe(0)
    expect([warm.add(2000), warm.add(2001)]).toEqual([1, 2])
  })
})
