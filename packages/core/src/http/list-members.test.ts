import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { listMembers } from './list-members.ts'

describe('listMembers', () => {
  test.each<[string, string[], string]>([
    ['a', ['a'], 'one member'],
    ['a, b', ['a', 'b'], 'two members'],
    ['a,b ,\tc', ['a', 'b', 'c'], 'whitespace around commas'],
    [' a ', ['a'], 'whitespace at the ends'],
    ['', [], 'no member'],
    [' , ,, ', [], 'empty members only'],
    [',a,,b,', ['a', 'b'], 'empty members between others (RFC 9110 §5.6.1.2)'],
    ['a="x, y", b', ['a="x, y"', 'b'], 'a comma within a quoted string'],
    ['a="x\\", y", b', ['a="x\\", y"', 'b'], 'an escaped quote within a quoted string'],
    ['"a","b"', ['"a"', '"b"'], 'quoted strings beside each other'],
    ['a="x, no-store', ['a="x', 'no-store'], 'a quote that is never closed hides nothing'],
    ['a="x\\", no-store', ['a="x\\"', 'no-store'], 'a quote whose only close is escaped'],
    ['"a\\', ['"a\\'], 'a backslash at the end'],
    ['a=" , "b", c', ['a=" , "b"', 'c'], 'a quote that opens after a string has closed'],
  ])('splits %j into %j: %s', (value, members, _case) => {
    expect(listMembers(value)).toEqual(members)
  })

  test('splits any text, and joining what it gave splits the same', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ',', ' ', '"', '\\', '=') })
    fc.assert(
      fc.property(text, (value) => {
        const members = listMembers(value)
        for (const member of members) expect(member).toBe(member.trim())
        expect(members).not.toContain('')
        expect(listMembers(members.join(', '))).toEqual(members)
      }),
      { numRuns: 1000 },
    )
  })

  test('takes a time that grows no faster than the text', () => {
    const escapedQuotes = '"' + '\\"'.repeat(200_000)
    const start = performance.now()
    expect(listMembers(escapedQuotes)).toEqual([escapedQuotes])
    // A few milliseconds; with a scan for each quote it is more than ten seconds.
    expect(performance.now() - start).toBeLessThan(2000)
  })
})
