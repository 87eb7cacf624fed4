import type { Way } from '../fixtures/ways.ts'

/** What becomes of the next request for the same: it is answered from the cache, or the origin is asked (with what). */
export type Sequel = 'hit' | 'asked again' | `validated by ${string}`

/** The fields of a reply, some of them odd, and the sequel a second later. */
export interface OddReply {
  readonly fields: readonly string[]
  readonly sequel: Readonly<Record<Way['front'], Sequel>>
}

const all = (sequel: Sequel, rows: readonly (readonly string[])[]): readonly OddReply[] =>
  rows.map((fields) => ({ fields, sequel: { gateway: sequel, fetch: sequel } }))

/** The gateway is a shared cache, and `cachedFetch` a private one. */
const byKind = (gateway: Sequel, fetch: Sequel, rows: readonly (readonly string[])[]): readonly OddReply[] =>
  rows.map((fields) => ({ fields, sequel: { gateway, fetch } }))

const cacheControl = (...values: readonly string[]) => values.map((value) => [`Cache-Control: ${value}`])

const lifetimes: readonly OddReply[] = [
  ...all('hit', [
    ...cacheControl(
      'max-age=60',
      'MAX-AGE=60',
      'max-age="60"',
      ', , max-age=60, ,',
      'max-age=60, max-age=60',
    ),
    ...cacheControl(
      'max-age=99999999999999999999',
      'max-age=60, no-storex',
      'max-age=60, \x80\xff',
      'max-age=60, ="',
    ),
    ...cacheControl(
      'max-age=60, must-revalidate',
      'must-understand, no-store, max-age=60',
      'x="no-store", max-age=60',
      'x="a, no-store, b", max-age=60',
      'no-cache="x-a", max-age=60',
      'private="x-a", max-age=60',
    ),
    ['Cache-Control: max-age=60', 'Pragma: no-cache'],
    [`Cache-Control: max-age=60${', x'.repeat(4_000)}`],
  ]),
  ...all('asked again', [
    ...cacheControl(
      'max-age=-1',
      'max-age=+60',
      'max-age=6e1',
      'max-age=0x3c',
      'max-age=60s',
      'max-age=60.0',
    ),
    ...cacheControl(
      'max-age=',
      'max-age',
      'max-age =60',
      'max-age= 60',
      "max-age='60'",
      'max-age=6 0',
      'max-age=\xb260',
    ),
    ...cacheControl('max-age=60, max-age=0', 'max-age=0, max-age=60', 'max-age=60; no-store', 'max-age:60'),
    ...cacheControl(
      '"max-age=60"',
      'x="max-age=60"',
      'x="a, max-age=60"',
      'x="a, max-age=60, b"',
      'x="\\", max-age=60"',
      '',
    ),
    ['Cache-Control: max-age=60', 'Cache-Control: max-age=0'],
  ]),
]

const vetoes: readonly OddReply[] = [
  ...all('asked again', [
    ...cacheControl(
      'no-store, max-age=60',
      'NO-STORE, max-age=60',
      'no-store="x", max-age=60',
      'no-store=, max-age=60',
    ),
    ...cacheControl(
      'x="a, no-store, max-age=60',
      'max-age=60, x="a, no-store',
      'no-cache, max-age=60',
      'no-cache="vary", max-age=60',
      'max-age=60,no-store',
    ),
    ['Cache-Control: max-age=60', 'Cache-Control: no-store'],
    ['cache-control: max-age=60', 'CACHE-CONTROL: no-store'],
  ]),
  ...byKind('asked again', 'hit', [
    ...cacheControl('private, max-age=60', 'private="date", max-age=60', 'private=, max-age=60'),
    ...cacheControl('s-maxage=0, max-age=60', 's-maxage=junk, max-age=60'),
    ['Cache-Control: max-age=60', 'Set-Cookie: id=1'],
  ]),
  ...byKind('hit', 'asked again', cacheControl('s-maxage=60, max-age=0')),
]

/** The clock says Sunday, 1 January 2040, midnight. */
const inAMinute = [
  'Sun, 01 Jan 2040 00:01:00 GMT',
  'sun, 01 jan 2040 00:01:00 gmt',
  'Sunday, 01-Jan-40 00:01:00 GMT',
  'Sun Jan  1 00:01:00 2040',
]
const never = [
  ...['0', '-1', '', 'tomorrow', '60', 'Sun, 01 Jan 2040 00:01:00', 'Sun, 01 Jan 2040 00:01:00 UTC'],
  ...['Sun, 01 Jan 2040 00:01:00 +0000', 'Sun, 32 Jan 2040 00:01:00 GMT', 'Thu, 30 Feb 2040 00:01:00 GMT'],
  ...[
    'Sun, 01 Jan 2040 25:01:00 GMT',
    '2040-01-01T00:01:00Z',
    'Sun, 1 Jan 2040 00:01:00 GMT',
    'Sat, 31 Dec 2039 23:59:59 GMT',
  ],
]

const dates: readonly OddReply[] = [
  ...all('hit', [
    ...inAMinute.map((date) => [`Expires: ${date}`]),
    ['Expires: 0', 'Cache-Control: max-age=60'],
    [`Expires: ${inAMinute[0]}`, 'Cache-Control: junk'],
    ['Date: junk', 'Cache-Control: max-age=60'],
    ['Date:', 'Cache-Control: max-age=60'],
    ['Date: Fri, 01 Jan 2100 00:00:00 GMT', 'Cache-Control: max-age=60'],
    [`Date: ${inAMinute[0]}`, `Date: ${inAMinute[1]}`, 'Cache-Control: max-age=60'],
    ...['30', '-1', 'junk', '1.5', '', '30, 90'].map((age) => [`Age: ${age}`, 'Cache-Control: max-age=60']),
  ]),
  ...all('asked again', [
    ...never.map((date) => [`Expires: ${date}`]),
    [`Expires: ${inAMinute[0]}`, `Expires: ${inAMinute[1]}`],
    [`Expires: ${inAMinute[0]}`, 'Cache-Control: max-age=0'],
    [`Expires: ${inAMinute[0]}`, 'Cache-Control: max-age=junk'],
    [`Expires: ${inAMinute[0]}`, 'Date: Fri, 01 Jan 2100 00:00:00 GMT'],
    ['Date: Sat, 31 Dec 2039 23:58:00 GMT', 'Cache-Control: max-age=60'],
    ['Date: Thu, 01 Jan 1970 00:00:00 GMT', 'Cache-Control: max-age=60'],
    ...['59', '61', '99999999999999999999', '90, 30'].map((age) => [
      `Age: ${age}`,
      'Cache-Control: max-age=60',
    ]),
  ]),
]

const selection: readonly OddReply[] = [
  ...all(
    'hit',
    ['', ', ,', 'x-none', 'X-NONE, x-none'].map((vary) => [`Vary: ${vary}`, 'Cache-Control: max-age=60']),
  ),
  ...all(
    'asked again',
    ['*', 'x-none, *', '*, *', 'x-none x-other', 'x-none; x-other', '"x-none"'].map((vary) => [
      `Vary: ${vary}`,
      'Cache-Control: max-age=60',
    ]),
  ),
  ...all('asked again', [['Vary: x-none', 'Vary: *', 'Cache-Control: max-age=60']]),
]

const stale = 'Cache-Control: max-age=0'
const modified = 'Sat, 31 Dec 2039 00:00:00 GMT'

const validators: readonly OddReply[] = [
  ...['"a"', 'W/"a"', '""', '"a,b"', '"\x80"', `"${'a'.repeat(8_000)}"`].flatMap((etag) =>
    all(`validated by ${etag}`, [[`ETag: ${etag}`, stale]]),
  ),
  ...['a', 'W/a'].flatMap((etag) => all(`validated by ${etag}`, [[`ETag: ${etag}`, stale]])),
  ...all(`validated by ${modified}`, [[`Last-Modified: ${modified}`, stale]]),
  ...all(
    'asked again',
    ['"a', 'a"', '"a"b"', '"a", "b"', 'w/"a"', 'W/ "a"', '*', ''].map((etag) => [`ETag: ${etag}`, stale]),
  ),
  ...all('asked again', [
    ['ETag: "a"', 'ETag: "b"', stale],
    ...['junk', '0', ''].map((date) => [`Last-Modified: ${date}`, stale]),
  ]),
]

export const oddReplies: readonly OddReply[] = [
  ...lifetimes,
  ...vetoes,
  ...dates,
  ...selection,
  ...validators,
]
