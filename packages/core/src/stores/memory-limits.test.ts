import { describe, expect, test } from '@jest/globals'
import { memoryLimits } from './memory-limits.ts'

const mebibyte = 1024 * 1024

describe('the limits of a memory store', () => {
  test('have defaults that fit each other', () => {
    expect(memoryLimits({})).toEqual({
      maxBytes: 256 * mebibyte,
      maxEntryBytes: 32 * mebibyte,
      maxVariants: 64,
    })
    expect(memoryLimits({ maxBytes: 1000 })).toMatchObject({ maxBytes: 1000, maxEntryBytes: 1000 })
  })

  test.each([
    [{ maxBytes: 0 }, 'maxBytes must be an integer from 1 to 9007199254740991, not 0'],
    [{ maxBytes: -5 }, 'not -5'],
    [{ maxBytes: 1.5 }, 'not 1.5'],
    [{ maxBytes: Number.NaN }, 'not NaN'],
    [{ maxBytes: Infinity }, 'not Infinity'],
    [{ maxBytes: 2 ** 53 }, 'not 9007199254740992'],
    [{ maxBytes: 1000, maxEntryBytes: 1001 }, 'maxEntryBytes must be an integer from 1 to 1000, not 1001'],
    [{ maxEntryBytes: 0 }, 'maxEntryBytes must be'],
    [{ maxVariants: 0 }, 'maxVariants must be an integer from 1 to 9007199254740991, not 0'],
  ])('%j is refused, by name', (options, message) => {
    expect(() => memoryLimits(options)).toThrow(RangeError)
    expect(() => memoryLimits(options)).toThrow(message)
  })

  test('a text is not taken for a number', () => {
    const options = JSON.parse('{ "maxBytes": "64 MB" }') as { maxBytes: number } // as from a configuration file
    expect(() => memoryLimits(options)).toThrow('not 64 MB')
  })
})
