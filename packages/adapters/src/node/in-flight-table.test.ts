import { describe, expect, test } from '@jest/globals'
import type { InFlight } from '@cachechart/core'
import { inFlightTable } from './in-flight-table.ts'

const leader: InFlight = {
  id: 17,
  role: 'leader',
  method: 'GET',
  key: 'http://origin.example/a',
  startedAt: 1_000,
  state: 'awaitBackend.attached',
  since: 1_003,
  inState: 12_345,
  waitsFor: 'the reply head',
  owedBy: 'origin',
  step: 'authenticate',
  leader: undefined,
  history: [
    { event: 'request.lookup', state: 'awaitCache', at: 1_000 },
    { event: 'lookup.obliged', state: 'awaitBackend.attached', at: 1_003 },
  ],
  dropped: 0,
}

const follower: InFlight = {
  ...leader,
  id: 108,
  role: 'follower',
  state: 'awaitFlight',
  inState: 850,
  waitsFor: 'the reply to transaction 17',
  owedBy: 'transaction 17 (awaitBackend.attached)',
  step: undefined,
  leader: 17,
  history: [],
}

const linesOf = (...transactions: InFlight[]): string[] => inFlightTable(transactions).split('\n')

describe('the table of what is in flight', () => {
  test('shows of each transaction where it is, since when, what it waits for, and how it came there', () => {
    expect(inFlightTable([follower, leader])).toBe(`in flight: 2

 id  role      state                     for  request
 17  leader    awaitBackend.attached  12.3 s  GET http://origin.example/a
    waits for the reply head, owed by origin, step: authenticate
    request.lookup +0 ms, lookup.obliged +3 ms
108  follower  awaitFlight            850 ms  GET http://origin.example/a
    waits for the reply to transaction 17, owed by transaction 17 (awaitBackend.attached)
`)
  })

  test('says so when nothing is', () => {
    expect(inFlightTable([])).toBe('nothing is in flight\n')
  })

  test('has the longest in its state first, of equals the older one, and leaves the list as it was', () => {
    const list = [
      { ...leader, id: 1, inState: 5 },
      { ...leader, id: 4, inState: 90 },
      { ...leader, id: 3, inState: 700 },
      { ...leader, id: 2, inState: 90 },
    ]
    const ids = inFlightTable(list).matchAll(/^ *(?<id>\d+) {2}leader/gm)
    expect([...ids].map(({ groups }) => groups?.['id'])).toEqual(['3', '2', '4', '1'])
    expect(list.map(({ id }) => id)).toEqual([1, 4, 3, 2])
  })

  test.each([
    [0, '0 ms'],
    [-5, '0 ms'],
    [0.7, '0 ms'],
    [999.9, '999 ms'],
    [1_000, '1.0 s'],
    [59_999, '59.9 s'],
    [60_000, '1 min 0 s'],
    [3_599_999, '59 min 59 s'],
    [3_600_000, '1 h 0 min'],
    [90_061_000, '25 h 1 min'],
  ])('gives %d ms as "%s"', (inState, text) => {
    expect(linesOf({ ...leader, inState })[3]).toContain(`awaitBackend.attached  ${text}  GET`)
  })
})

describe('a line of the table', () => {
  const long = `http://origin.example/${'x'.repeat(300)}/the-end`

  test('has the beginning and the end of a key that is too long for it, and fills its 100 characters', () => {
    const [, , , row = ''] = linesOf({ ...leader, key: long })
    expect(row).toMatch(/GET http:\/\/origin\.example\/x+\.\.\.x+\/the-end$/)
    expect(row).toHaveLength(100)
  })

  test('keeps a key whole that just fits', () => {
    const row = (key: string) => linesOf({ ...leader, key })[3] ?? ''
    const key = 'k'.repeat(100 - row('').length)
    expect(row(key)).toMatch(/GET k+$/)
    expect(row(`${key}k`)).toMatch(/GET k+\.\.\.k+$/)
  })

  test('has as many of the last events as it holds, and says how many there were before', () => {
    const history = Array.from({ length: 32 }, (_step, index) => ({
      event: 'lookup.obliged' as const,
      state: 'awaitCache' as const,
      at: 1_000 + index,
    }))
    const [, , , , , line] = linesOf({ ...leader, history, dropped: 8 })
    expect(line).toBe('    (37 earlier) lookup.obliged +29 ms, lookup.obliged +30 ms, lookup.obliged +31 ms')
  })

  test.each([
    [[5, 5, 65_000, 65_000], /^ {4}lookup\.obliged \+5 ms.{76}$/],
    [[5, 500, 500, 3_599_000], /^ {4}\(1 earlier\) /],
  ])('is filled to its last character, and not beyond: %j', (offsets, expected) => {
    const history = offsets.map((offset) => ({
      event: 'lookup.obliged' as const,
      state: 'awaitCache' as const,
      at: 1_000 + offset,
    }))
    expect(linesOf({ ...leader, history })[5]).toMatch(expected)
  })

  test('counts the events that are not remembered any more', () => {
    expect(linesOf({ ...leader, dropped: 2 })[5]).toBe(
      '    (2 earlier) request.lookup +0 ms, lookup.obliged +3 ms',
    )
  })

  test('shows what a terminal would obey, or could not show, as escapes', () => {
    const shown = (key: string) => linesOf({ ...leader, key })[3]?.replace(/.* GET /, '')
    expect(shown('a\u0000\n\u001b[2J\u007f\u009b\u00e9')).toBe(String.raw`a\x00\x0a\x1b[2J\x7f\x9b\xe9`)
    expect(shown('\u0100\u202e\u4e2d\u{1f600}\ud800 ~')).toBe(
      String.raw`\u{100}\u{202e}\u{4e2d}\u{1f600}\u{d800} ~`,
    )
  })

  test.each(['key', 'method', 'step', 'waitsFor', 'owedBy'] as const)(
    'is printable ASCII of at most 100 characters, whatever there is in "%s"',
    (member) => {
      const given = { ...leader, [member]: `\n\u001b]0;${'中\u{1f600}'.repeat(200)}` }
      const lines = linesOf(given, follower)
      expect(lines).toHaveLength(linesOf(leader, follower).length)
      for (const line of lines) expect(line).toMatch(/^[ -~]{0,100}$/)
    },
  )

  test('leaves room for a key, however large the numbers before it are', () => {
    const [, , , row = ''] = linesOf({
      ...leader,
      id: Number.MAX_SAFE_INTEGER,
      inState: Number.MAX_SAFE_INTEGER,
      key: long,
    })
    expect(row).toMatch(/GET ht.*\.\.\..*end$/)
    expect(row).toHaveLength(100)
  })
})
