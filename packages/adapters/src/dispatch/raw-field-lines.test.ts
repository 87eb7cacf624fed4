import { describe, expect, test } from '@jest/globals'
import { rawFieldLines } from './raw-field-lines.ts'

const bytes = (...texts: string[]) => texts.map((text) => Buffer.from(text, 'latin1'))

describe("undici's raw header section", () => {
  test('keeps case, order, and lines of one name apart', () => {
    const raw = bytes('X-B', '1', 'x-a', '2', 'X-B', '3')
    expect(rawFieldLines(raw, { 'x-b': ['1', '3'], 'x-a': '2' })).toEqual([
      'X-B',
      '1',
      'x-a',
      '2',
      'X-B',
      '3',
    ])
    expect(rawFieldLines(raw)).toEqual(['X-B', '1', 'x-a', '2', 'X-B', '3'])
  })

  test('is latin1, whether or not undici has decoded it', () => {
    expect(rawFieldLines(bytes('X-A', 'é'))).toEqual(['X-A', 'é'])
    expect(rawFieldLines(bytes('X-A', 'é'), { 'x-a': 'é' })).toEqual(['X-A', 'é'])
  })

  test('counts where what was made of it is something else', () => {
    expect(rawFieldLines(bytes('X-A', 'as it came'), { 'x-a': 'shorter' })).toEqual(['X-A', 'as it came'])
    expect(rawFieldLines(bytes('X-A', '1'), {})).toEqual(['X-A', '1'])
  })

  test('may have names that every object has', () => {
    const raw = bytes('__proto__', '1', 'constructor', '2')
    expect(rawFieldLines(raw, {})).toEqual(['__proto__', '1', 'constructor', '2'])
  })

  test('may be text, a record, or nothing', () => {
    expect(rawFieldLines(['X-A', '1'])).toEqual(['X-A', '1'])
    expect(rawFieldLines({ 'x-a': ['1', '2'], 'x-b': '3', 'x-c': undefined })).toEqual([
      ...['x-a', '1', 'x-a', '2', 'x-b', '3'],
    ])
    expect(rawFieldLines(null)).toEqual([])
    expect(rawFieldLines(undefined)).toEqual([])
  })
})
