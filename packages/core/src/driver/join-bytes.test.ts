import { describe, expect, test } from '@jest/globals'
import { joinBytes } from './join-bytes.ts'

const kibibytes = (count: number) => new Uint8Array(count * 1024)

describe('pieces of bytes', () => {
  test('are joined in their order', () => {
    expect(joinBytes([])).toEqual(new Uint8Array(0))
    expect(joinBytes([Uint8Array.of(1, 2), Uint8Array.of(), Uint8Array.of(3)])).toEqual(
      Uint8Array.of(1, 2, 3),
    )
  })

  test('are not copied when there is but one, however large', () => {
    const large = kibibytes(1024)
    expect(joinBytes([large])).toBe(large)
  })

  test('are copied up to 256 KiB, and no further', () => {
    expect(joinBytes([kibibytes(255), kibibytes(1)])).toHaveLength(256 * 1024)
    expect(joinBytes([kibibytes(256), Uint8Array.of(1)])).toBeUndefined()
  })
})
