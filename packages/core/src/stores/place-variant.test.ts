import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { BodyPool } from './body-pool.ts'
import { HeadPacker } from './head-packer.ts'
import { MemoryEntry } from './memory-entry.ts'
import { placeVariant } from './place-variant.ts'

const heads = new HeadPacker()
const bodies = new BodyPool()

const variant = (language: string, date: number) => {
  const response = sampleResponse({ vary: ['accept-language'], varied: [language], date })
  return new MemoryEntry(heads.pack(response), bodies.keep(new Uint8Array(0)))
}

const languages = (variants: readonly MemoryEntry[]) => variants.map(({ response }) => response.varied[0])

describe('the place of a variant', () => {
  test.each([
    ['before the older ones', 30, ['x', 'b', 'a']],
    ['between older and newer', 15, ['b', 'x', 'a']],
    ['before the one of its own date', 20, ['x', 'b', 'a']],
    ['after the newer ones', 5, ['b', 'a', 'x']],
    ['last, with a date that is not a number', Number.NaN, ['b', 'a', 'x']],
  ])('is %s', (_, date, expected) => {
    const variants = [variant('b', 20), variant('a', 10)]
    expect(languages(placeVariant(variants, variant('x', date), 64))).toEqual(expected)
    expect(languages(variants)).toEqual(['b', 'a'])
  })

  test('is that of the same variant before it', () => {
    const placed = placeVariant([variant('b', 20), variant('a', 10)], variant('b', 5), 64)
    expect(placed.map(({ response }) => response.date)).toEqual([10, 5])
  })

  test('is taken from the oldest when there are too many', () => {
    expect(languages(placeVariant([variant('b', 20), variant('a', 10)], variant('x', 30), 2))).toEqual([
      'x',
      'b',
    ])
  })

  test('is found even for one that is older than all others of a full list', () => {
    expect(languages(placeVariant([variant('b', 20), variant('a', 10)], variant('x', 5), 2))).toEqual([
      'b',
      'x',
    ])
    expect(languages(placeVariant([variant('b', 20)], variant('x', 5), 1))).toEqual(['x'])
  })
})
