import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { selectingNames, selectingValues, selectVariant } from './select-variant.ts'

const requestOf = (...fields: string[]) => ({ method: 'GET', url: 'http://example.com/', fields })

function entryOf(vary: string[], request: string[], date = 0) {
  const reply = { status: 200, reason: 'OK', fields: vary.flatMap((value) => ['Vary', value]) }
  const exchange = { request: requestOf(...request), reply, requestTime: date, responseTime: date }
  return { response: createStoredResponse(exchange, definePolicy()) }
}

describe('selectingNames (RFC 9110 §12.5.5)', () => {
  test.each<[string | null, string[]]>([
    [null, []],
    ['', []],
    ['Accept', ['accept']],
    ['X-019', ['x-019']],
    ['Cookie, ACCEPT ,accept', ['accept', 'cookie']],
    ['*', ['*']],
    [', *', ['*']],
    ['Accept, *', ['*']],
    ['Accept Cookie', ['*']],
    ['Accept; Cookie', ['*']],
    ['"Accept"', ['*']],
  ])('reads %j as %j', (vary, names) => {
    expect(selectingNames(vary)).toEqual(names)
  })
})

describe('selectingValues', () => {
  test('has a value for each name, and null where the field is absent', () => {
    const request = requestOf('Accept', ' text/html ,text/plain', 'accept', '*/*', 'Empty', '')
    expect(selectingValues(request, ['accept', 'cookie', 'empty'])).toEqual([
      'text/html, text/plain, */*',
      null,
      '',
    ])
  })
})

describe('selectVariant (RFC 9111 §4.1)', () => {
  test.each<[string[], string[], string[], 'matches' | 'differs', string]>([
    [[], ['Accept', 'a'], ['Accept', 'b'], 'matches', 'no Vary'],
    [[''], ['Accept', 'a'], ['Accept', 'b'], 'matches', 'an empty Vary'],
    [['Accept'], ['Accept', 'a'], ['Accept', 'a'], 'matches', 'the same value'],
    [['Accept'], ['Accept', 'a'], ['Accept', 'b'], 'differs', 'another value'],
    [['Accept'], ['Accept', 'a'], ['accept', 'a'], 'matches', 'the same name in another case'],
    [['Accept'], ['Accept', 'a'], ['Accept', 'A'], 'differs', 'values are compared by case'],
    [['Accept'], ['Accept', 'a,b'], ['Accept', 'a , b'], 'matches', 'whitespace around commas'],
    [['Accept'], ['Accept', 'a, b'], ['Accept', 'a', 'Accept', 'b'], 'matches', 'several lines for one'],
    [['Accept'], ['Accept', 'a, b'], ['Accept', 'b, a'], 'differs', 'another order'],
    [['Accept'], ['Accept', 'a,'], ['Accept', 'a'], 'matches', 'an empty member of a list'],
    [['Origin'], ['Origin', 'http://a,'], ['Origin', 'http://a'], 'differs', 'a comma in what is no list'],
    [['Cookie'], ['Cookie', 'a=1,,b'], ['Cookie', 'a=1, b'], 'differs', 'commas within a cookie'],
    [['Cookie'], ['Cookie', 'a=1 '], ['Cookie', 'a=1'], 'matches', 'whitespace around what is no list'],
    [['Accept'], ['Accept', 'a'], [], 'differs', 'absent now'],
    [['Accept'], [], ['Accept', 'a'], 'differs', 'absent then'],
    [['Accept'], [], [], 'matches', 'absent in both'],
    [['Accept'], [], ['Accept', ''], 'differs', 'absent is not empty'],
    [
      ['Accept', 'Cookie'],
      ['Accept', 'a', 'Cookie', 'c'],
      ['Cookie', 'c', 'Accept', 'a'],
      'matches',
      'two fields',
    ],
    [
      ['Accept', 'Cookie'],
      ['Accept', 'a', 'Cookie', 'c'],
      ['Accept', 'a', 'Cookie', 'd'],
      'differs',
      'one of two',
    ],
    [['*'], [], [], 'differs', '"*" never matches'],
    [['Accept', '*'], ['Accept', 'a'], ['Accept', 'a'], 'differs', 'nor beside a name'],
  ])('Vary %j: stored for %j, asked with %j: %s (%s)', (...[vary, then, now, outcome]) => {
    const entry = entryOf(vary, then)
    expect(selectVariant(requestOf(...now), [entry])).toBe(outcome === 'matches' ? entry : undefined)
  })

  test('selects nothing from nothing', () => {
    expect(selectVariant(requestOf(), [])).toBeUndefined()
  })

  test('selects the most recent by Date, in whatever order they are given (RFC 9111 §4)', () => {
    const older = entryOf(['Accept'], ['Accept', 'a'], 1000)
    const newer = entryOf([], [], 2000)
    const newest = entryOf(['Accept'], ['Accept', 'b'], 3000)
    const request = requestOf('Accept', 'a')
    expect(selectVariant(request, [older, newer, newest])).toBe(newer)
    expect(selectVariant(request, [newest, newer, older])).toBe(newer)
  })

  test('selects the first of several with the same Date', () => {
    const first = entryOf([], [], 1000)
    expect(selectVariant(requestOf(), [first, entryOf([], [], 1000)])).toBe(first)
  })

  test('what was stored for a request matches that request, whatever its values', () => {
    const value = fc.string({ unit: fc.constantFrom('a', ',', ' ', '"', '\\') })
    fc.assert(
      fc.property(value, value, (accept, cookie) => {
        const request = ['Accept', accept, 'Cookie', cookie]
        const entry = entryOf(['Accept, Cookie, Absent'], request)
        expect(selectVariant(requestOf(...request), [entry])).toBe(entry)
      }),
    )
  })
})
