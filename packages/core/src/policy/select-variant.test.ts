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
  test.each(['accept', '*', null])(
    "are nobody's to change, as all who read %j are given the same",
    (vary) => {
      expect(selectingNames(vary)).toBe(selectingNames(vary))
      expect(Object.isFrozen(selectingNames(vary))).toBe(true)
    },
  )

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
    [['Accept'], ['Accept', 'a,b'], ['Accept', 'a , b'], 'matches', 'whitespace around commas'],
    [['Accept'], ['Accept', 'a, b'], ['Accept', 'a', 'Accept', 'b'], 'matches', 'several lines for one'],
    [['Foo'], ['Foo', 'a, b'], ['Foo', 'b, a'], 'differs', 'another order'],
    [['Foo'], ['Foo', 'a'], ['Foo', 'A'], 'differs', 'values are compared by case'],
    [['Accept'], ['Accept', 'a/b, c/d'], ['Accept', 'A/b,C/d'], 'matches', 'unless the field says otherwise'],
    [
      ['Accept-Language'],
      ['Accept-Language', 'en-GB, de;q=0.5'],
      ['Accept-Language', 'DE;Q=0.50', 'accept-language', 'en-gb;q=1'],
      'matches',
      'the same preferences in other words',
    ],
    [
      ['Accept-Language'],
      ['Accept-Language', 'en, de;q=0.5'],
      ['Accept-Language', 'en, de;q=0.6'],
      'differs',
      'another weight',
    ],
    [['Accept-Language'], ['Accept-Language', 'en, de'], ['Accept-Language', 'en'], 'differs', 'no choosing'],
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

  /** By letters: `a` varies and matches, `b` varies and does not, `-` has no Vary; dates in seconds. */
  const entriesOf = (...described: (readonly [name: string, date: number, lifetime?: number])[]) =>
    described.map(([name, date, lifetime = 0]) => {
      const { response } = name === '-' ? entryOf([], []) : entryOf(['Accept'], ['Accept', name])
      return { name, response: { ...response, date: date * 1000, responseTime: date * 1000, lifetime } }
    })
  const selected = (entries: ReturnType<typeof entriesOf>) => {
    const entry = selectVariant(requestOf('Accept', 'a'), entries)
    return entry && `${entry.name} of ${entry.response.date / 1000}`
  }

  test.each<[ReturnType<typeof entriesOf>, string | undefined, string]>([
    [entriesOf(['a', 1], ['a', 2], ['b', 3]), 'a of 2', '§4: the most recent by Date, of those that match'],
    [entriesOf(['b', 1]), undefined, '§4.1: nothing where nothing matches'],
    [entriesOf(['-', 1], ['-', 2]), '- of 2', '§4: nor is there any that varies'],
    [entriesOf(['b', 3], ['-', 1]), '- of 1', '§4.1: what has no Vary is for every request'],
    [entriesOf(['a', 2], ['-', 1]), 'a of 2', '§4: the most recent'],
    [entriesOf(['a', 2], ['-', 2]), 'a of 2', '§4.1: the one with Vary'],
    [entriesOf(['a', 1, 10], ['-', 5]), 'a of 1', '§4.1: the one with Vary, be it older'],
    [entriesOf(['a', 1, 10], ['-', 10]), 'a of 1', '§4.1: to the end of its lifetime'],
    [entriesOf(['a', 1, 10], ['-', 11]), '- of 11', '§4: unless it was stale when the other came'],
    [entriesOf(['a', 1, 100], ['a', 5, 1], ['-', 9]), '- of 9', '§4: the most recent of either kind counts'],
  ])('of %j takes %s: RFC 9111 %s', (entries, expected, _clause) => {
    expect(selected(entries)).toBe(expected)
    expect(selected(entries.toReversed())).toBe(expected)
  })

  test('counts how old a response was when it came as part of its lifetime', () => {
    const [varied, unvaried] = entriesOf(['a', 1, 10], ['-', 9])
    const entries = [varied, unvaried].filter((entry) => entry !== undefined)
    expect(selected(entries)).toBe('a of 1')
    const aged = entries.map((entry) => ({ ...entry, response: { ...entry.response, initialAge: 2 } }))
    expect(selected(aged)).toBe('- of 9')
  })

  test('selects the first of several with the same Date', () => {
    const first = entryOf([], [], 1000)
    expect(selectVariant(requestOf(), [first, entryOf([], [], 1000)])).toBe(first)
    const varied = entryOf(['Accept'], [], 1000)
    expect(selectVariant(requestOf(), [varied, entryOf(['Cookie'], [], 1000)])).toBe(varied)
  })

  test('an origin that gives up Vary is not asked again for what it sent without', () => {
    const request = requestOf('Accept', 'a')
    const stale = entryOf(['Accept'], ['Accept', 'a'], 1000)
    const { response } = entryOf([], [], 2000)
    const inItsPlace = { response: { ...response, lifetime: 60 } }
    expect(selectVariant(request, [inItsPlace, stale])).toBe(inItsPlace)
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
