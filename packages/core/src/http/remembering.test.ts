import { describe, expect, test } from '@jest/globals'
import { remembering } from './remembering.ts'

function counted() {
  const read: string[] = []
  const reading = remembering((text: string) => {
    read.push(text)
    return [text]
  })
  return { read, reading }
}

describe('a reading that is remembered', () => {
  test('is made once for the same text', () => {
    const { read, reading } = counted()
    expect(reading('a')).toBe(reading('a'))
    expect(reading('b')).toEqual(['b'])
    expect(read).toEqual(['a', 'b'])
  })

  test('is still known when some others have come between', () => {
    const { read, reading } = counted()
    reading('mine')
    for (let index = 0; index < 100; index += 1) reading(`other ${index}`)
    reading('mine')
    expect(read.filter((text) => text === 'mine')).toEqual(['mine'])
  })

  test('is forgotten when it has not been asked for among many others', () => {
    const { read, reading } = counted()
    reading('mine')
    for (let index = 0; index < 128; index += 1) reading(`other ${index}`)
    reading('mine')
    expect(read.filter((text) => text === 'mine')).toEqual(['mine', 'mine'])
  })

  test('is not kept of a text of more than 512 characters', () => {
    const { read, reading } = counted()
    const long = 'x'.repeat(513)
    expect(reading(long)).toEqual(reading(long))
    reading('y'.repeat(512))
    reading('y'.repeat(512))
    expect(read).toEqual([long, long, 'y'.repeat(512)])
  })
})
