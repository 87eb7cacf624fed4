import { describe, expect, test } from '@jest/globals'
import { HeaderOperations } from './header-operations.ts'
import type { HeaderTarget } from './pending-request.ts'

const fields = ['A', '1', 'B', '2', 'a', '3']

describe('header operations', () => {
  test('are applied in the order in which they were given', () => {
    const operations = new HeaderOperations()
    operations.append('A', '4', 'any')
    operations.set('b', '5', 'any')
    operations.remove('a', 'any')
    operations.append('A', '6', 'any')
    expect(operations.applyTo(fields, 'response')).toEqual(['b', '5', 'A', '6'])
    expect(fields).toEqual(['A', '1', 'B', '2', 'a', '3'])
  })

  test.each<[HeaderTarget, string[], string[]]>([
    ['response', ['X', 'y'], []],
    ['error', [], ['X', 'y']],
    ['any', ['X', 'y'], ['X', 'y']],
  ])('for %s concern nothing else', (target, response, error) => {
    const operations = new HeaderOperations()
    operations.set('X', 'y', target)
    expect(operations.applyTo([], 'response')).toEqual(response)
    expect(operations.applyTo([], 'error')).toEqual(error)
  })

  test('that mean something else leave the very same fields', () => {
    const operations = new HeaderOperations()
    operations.set('X', 'y', 'error')
    expect(operations.applyTo(fields, 'response')).toBe(fields)
  })

  test.each([
    ['a b', 'x', 'token'],
    ['', 'x', 'token'],
    ['X\r\nY', 'x', 'token'],
    [7, 'x', 'token'],
    ['X', 'a\nb', 'line breaks'],
    ['X', 'a\r\nSet-Cookie: b', 'line breaks'],
    ['X', '\u0000', 'line breaks'],
    ['X', '\u20ac', 'latin1'],
    ['X', undefined, 'string'],
    ['Content-Length', '5', 'whoever writes the message'],
    ['transfer-encoding', 'chunked', 'whoever writes the message'],
    ['Connection', 'X', 'whoever writes the message'],
  ])('refuse the field %j: %j when it is given', (name, value, message) => {
    const operations = new HeaderOperations()
    const [badName, badValue] = [name as string, value as string] // wrong on purpose
    for (const change of ['set', 'append'] as const) {
      const refused = () => operations[change](badName, badValue, 'any')
      expect(refused).toThrow(message)
      expect(refused).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }))
    }
    expect(operations.applyTo(fields, 'response')).toBe(fields)
  })

  test('refuse to remove what is no field, or frames the message', () => {
    const operations = new HeaderOperations()
    expect(() => operations.remove('a b', 'any')).toThrow('token')
    expect(() => operations.remove('Content-Length', 'any')).toThrow('whoever writes the message')
  })

  test('refuse a target that there is not', () => {
    const operations = new HeaderOperations()
    const target = 'both' as HeaderTarget // wrong on purpose
    expect(() => operations.set('X', 'y', target)).toThrow('"response", "error" or "any"; it is "both"')
  })
})
