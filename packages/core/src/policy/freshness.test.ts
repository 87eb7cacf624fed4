import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { definePolicy } from './default-policy.ts'
import { governingDirectives } from './governing-directives.ts'
import { freshnessOf, isHeuristicallyCacheable, type Freshness } from './freshness.ts'
import type { PolicyOptions } from './policy-options.ts'

const date = Date.UTC(2026, 0, 1)
const at = (seconds: number) => formatHttpDate(date + seconds * 1000)

function freshnessWith(
  cacheControl: string,
  fields: string[],
  setting: PolicyOptions & { status?: number } = {},
) {
  const { status = 200, ...options } = setting
  const policy = definePolicy(options)
  const governing = governingDirectives(['Cache-Control', cacheControl, ...fields], policy)
  return freshnessOf({ status, fields, governing, date, responseTime: date }, policy)
}

describe('freshnessOf takes the first of (RFC 9111 §4.2.1)', () => {
  test.each<[string, string[], PolicyOptions, Freshness, string]>([
    ['s-maxage=10, max-age=20', ['Expires', at(30)], {}, { lifetime: 10, basis: 'explicit' }, 's-maxage'],
    [
      's-maxage=10, max-age=20',
      [],
      { shared: false },
      { lifetime: 20, basis: 'explicit' },
      'private: max-age',
    ],
    [
      's-maxage=10',
      ['Expires', at(30)],
      { shared: false },
      { lifetime: 30, basis: 'explicit' },
      'private: Expires',
    ],
    ['max-age=20', ['Expires', at(30)], {}, { lifetime: 20, basis: 'explicit' }, 'max-age'],
    ['max-age=0', ['Expires', at(30)], {}, { lifetime: 0, basis: 'explicit' }, 'max-age, though it is 0'],
    [
      'max-age=x',
      ['Expires', at(30)],
      {},
      { lifetime: 0, basis: 'explicit' },
      'max-age, though it is invalid',
    ],
    ['', ['Expires', at(30)], {}, { lifetime: 30, basis: 'explicit' }, 'Expires minus Date'],
    ['', ['Expires', at(-30)], {}, { lifetime: 0, basis: 'explicit' }, 'an Expires that has passed'],
    [
      '',
      ['Expires', '0'],
      {},
      { lifetime: 0, basis: 'explicit' },
      'RFC 9111 §5.3: an invalid Expires has passed',
    ],
    [
      '',
      ['Expires', '0', 'Last-Modified', at(-1000)],
      {},
      { lifetime: 0, basis: 'explicit' },
      'and forbids heuristics',
    ],
    [
      '',
      ['Expires', at(30), 'Expires', at(30)],
      {},
      { lifetime: 0, basis: 'explicit' },
      'two Expires: stale',
    ],
    [
      '',
      ['Expires', 'Fri, 31 Dec 9999 23:59:59 GMT'],
      {},
      { lifetime: 2_147_483_648, basis: 'explicit' },
      'RFC 9111 §1.2.2: saturates',
    ],
    ['', [], {}, { lifetime: 0, basis: 'none' }, 'nothing at all'],
    [
      'max-age=20',
      ['CDN-Cache-Control', 'max-age=90', 'Expires', at(30)],
      {},
      { lifetime: 90, basis: 'explicit' },
      'RFC 9213 §2.2: a targeted field before Cache-Control',
    ],
    [
      'max-age=20',
      ['CDN-Cache-Control', 'public', 'Expires', at(30)],
      {},
      { lifetime: 0, basis: 'none' },
      'RFC 9213 §2.2: and before Expires, though it names no lifetime',
    ],
  ])('%j with %j under %j: %j (%s)', (...[cacheControl, fields, options, expected]) => {
    expect(freshnessWith(cacheControl, fields, options)).toEqual(expected)
  })
})

describe('freshnessOf by heuristics (RFC 9111 §4.2.2)', () => {
  const none: Freshness = { lifetime: 0, basis: 'none' }

  test.each<[string, string, PolicyOptions & { status?: number }, Freshness, string]>([
    ['', at(-1000), {}, { lifetime: 100, basis: 'heuristic' }, 'a tenth of the time since the last change'],
    ['', at(-1000), { heuristicFraction: 0.5 }, { lifetime: 500, basis: 'heuristic' }, 'or another share'],
    ['', at(-1000), { heuristicFraction: 0 }, { lifetime: 0, basis: 'heuristic' }, 'or none'],
    ['', at(-1009), {}, { lifetime: 100, basis: 'heuristic' }, 'rounded down'],
    ['', at(-864_010), {}, { lifetime: 86_400, basis: 'heuristic' }, 'at most a day'],
    ['', at(-1000), { heuristicMaximum: 7 }, { lifetime: 7, basis: 'heuristic' }, 'or another maximum'],
    ['', at(1000), {}, { lifetime: 0, basis: 'heuristic' }, 'a change in the future'],
    ['', 'yesterday', {}, none, 'no date'],
    ['', at(-1000), { status: 404 }, { lifetime: 100, basis: 'heuristic' }, 'another cacheable status'],
    ['', at(-1000), { status: 302 }, none, 'RFC 9110 §15.1: not for every status'],
    ['public', at(-1000), { status: 302 }, { lifetime: 100, basis: 'heuristic' }, 'RFC 9111 §5.2.2.9'],
    ['public', at(-1000), { status: 599 }, { lifetime: 100, basis: 'heuristic' }, 'RFC 9111 §5.2.2.9'],
  ])('%j, last modified %s, under %j: %j (%s)', (...[cacheControl, lastModified, setting, expected]) => {
    expect(freshnessWith(cacheControl, ['Last-Modified', lastModified], setting)).toEqual(expected)
  })

  test('is for the statuses of RFC 9110 §15.1 and RFC 7725 §3', () => {
    const statuses = Array.from({ length: 500 }, (_, index) => index + 100).filter(isHeuristicallyCacheable)
    expect(statuses).toEqual([200, 203, 204, 206, 300, 301, 308, 404, 405, 410, 414, 451, 501])
  })
})
