import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import type { StoredResponse } from '../http/stored-response.ts'
import { createStoredResponse } from './create-stored.ts'
import { definePolicy } from './default-policy.ts'
import { correspondsTo, freshenStored } from './freshen.ts'

const then = Date.UTC(2026, 0, 1)
const now = then + 100_000
const policy = definePolicy()
const requestOf = (...fields: string[]) => ({ method: 'GET', url: 'http://example.com/', fields })
const notModified = (...fields: string[]) => ({ status: 304, reason: 'Not Modified', fields })

function storedWith(...fields: string[]): StoredResponse {
  const reply = { status: 200, reason: 'Fine', fields: ['Date', formatHttpDate(then), ...fields] }
  const request = requestOf('Accept', 'a', 'Cookie', 'old')
  return createStoredResponse({ request, reply, requestTime: then, responseTime: then }, policy)
}

function freshened(
  stored: StoredResponse,
  fields: string[],
  request = requestOf('Accept', 'a', 'Cookie', 'new'),
) {
  const exchange = { request, reply: notModified(...fields), requestTime: now - 1000, responseTime: now }
  return freshenStored(stored, exchange, policy)
}

const dated = ['Date', formatHttpDate(now)]
const earlier = formatHttpDate(then - 5000)
const later = formatHttpDate(then - 1000)

describe('correspondsTo (RFC 9111 §4.3.4)', () => {
  test.each<[string[], string[], boolean, string]>([
    [['ETag', '"a"'], ['ETag', '"a"'], true, 'the same strong validator'],
    [['ETag', '"a"'], ['ETag', '"b"'], false, 'another strong validator'],
    [['ETag', 'W/"a"'], ['ETag', 'W/"a"'], true, 'the same weak validator'],
    [['ETag', 'W/"a"'], ['ETag', 'W/"b"'], false, 'another weak validator'],
    [['ETag', 'W/"a"'], ['ETag', '"a"'], true, 'a tag that was weakened with the content coding'],
    [['ETag', '"a"'], ['ETag', 'W/"a"'], true, 'the other way round'],
    [
      ['Last-Modified', earlier],
      ['ETag', '"a"', 'Last-Modified', earlier],
      false,
      'a strong one that is not stored',
    ],
    [
      ['Last-Modified', earlier],
      ['ETag', 'W/"a"', 'Last-Modified', earlier],
      true,
      'a weak one that is not stored',
    ],
    [['Last-Modified', earlier], ['Last-Modified', earlier], true, 'the same date'],
    [['Last-Modified', earlier], ['Last-Modified', later], false, 'another date'],
    [
      ['ETag', '"a"', 'Last-Modified', earlier],
      ['ETag', '"a"', 'Last-Modified', later],
      true,
      'the tag decides',
    ],
    [
      ['ETag', '"a"', 'Last-Modified', earlier],
      ['Last-Modified', later],
      false,
      'the date where there is no tag',
    ],
    [['ETag', '"a"'], ['Last-Modified', later], true, 'nothing to compare'],
    [['ETag', '"a"'], [], true, 'no validator at all'],
    [['ETag', '"a"'], ['ETag', 'b'], true, 'no usable validator'],
  ])('stored with %j, a 304 with %j: %j (%s)', (...[validators, fields, expected]) => {
    expect(correspondsTo(storedWith(...validators), notModified(...fields))).toBe(expected)
  })
})

describe('freshenStored (RFC 9111 §3.2)', () => {
  test('replaces what the 304 brings, keeps what it does not, and computes everything anew', () => {
    const stored = storedWith('Cache-Control', 'max-age=5', 'X-Kept', '1', 'X-Changed', '1', 'ETag', '"a"')
    const result = freshened(stored, [
      ...dated,
      'Cache-Control',
      'max-age=60, must-revalidate',
      'X-CHANGED',
      '2',
      'X-New',
      '3',
    ])
    expect(result).toMatchObject({
      status: 200,
      reason: 'Fine',
      lifetime: 60,
      mustNotBeStale: true,
      date: now,
      requestTime: now - 1000,
      responseTime: now,
      initialAge: 1,
    })
    expect(result.fields).toEqual([
      ...['X-Kept', '1', 'ETag', '"a"', ...dated],
      ...['Cache-Control', 'max-age=60, must-revalidate', 'X-CHANGED', '2', 'X-New', '3'],
    ])
  })

  test('replaces all lines of a name by all lines of the 304', () => {
    const result = freshened(storedWith('Link', 'a', 'Link', 'b'), [...dated, 'link', 'c', 'Link', 'd'])
    expect(result.fields).toEqual([...dated, 'link', 'c', 'Link', 'd'])
  })

  test.each(['Content-Encoding', 'Content-Length', 'Content-Range', 'Content-Type'])(
    'keeps the %s of the stored body, and adds none',
    (name) => {
      expect(freshened(storedWith(name, 'stored'), [...dated, name, 'other']).fields).toEqual([
        name,
        'stored',
        ...dated,
      ])
      expect(freshened(storedWith(), [...dated, name, 'other']).fields).toEqual(dated)
    },
  )

  test('keeps the entity tag of the stored response, and takes one where it had none', () => {
    expect(freshened(storedWith('ETag', 'W/"a"'), [...dated, 'ETag', '"a"']).etag).toBe('W/"a"')
    expect(freshened(storedWith(), [...dated, 'ETag', 'W/"a"']).etag).toBe('W/"a"')
  })

  test('does not take over connection fields, nor what Connection names', () => {
    const fields = [
      ...dated,
      'Connection',
      'X-Hop',
      'X-Hop',
      '2',
      'Keep-Alive',
      'x',
      'Proxy-Authenticate',
      'x',
    ]
    expect(freshened(storedWith('X-Hop', '1'), fields).fields).toEqual(['X-Hop', '1', ...dated])
  })

  test('forgets the age that the stored response had, and counts that of the 304', () => {
    const stored = storedWith('Age', '500', 'Cache-Control', 'max-age=1000')
    expect(stored.initialAge).toBe(500)
    expect(freshened(stored, dated).initialAge).toBe(1)
    const aged = freshened(stored, [...dated, 'Age', '7'])
    expect(aged.initialAge).toBe(8)
    expect(aged.fields).not.toContain('Age')
  })

  test('dates a 304 without Date itself: the old Date would age it (RFC 9110 §6.6.1)', () => {
    const result = freshened(storedWith('X', '1'), [])
    expect(result).toMatchObject({ date: now, initialAge: 1, fields: ['X', '1', ...dated] })
  })

  test('takes the values for a Vary that the 304 brings from the request that was validated', () => {
    const stored = storedWith('Vary', 'Accept')
    expect(freshened(stored, [...dated, 'Vary', 'Cookie, Accept'])).toMatchObject({
      vary: ['accept', 'cookie'],
      varied: ['a', 'new'],
    })
    expect(freshened(stored, dated)).toMatchObject({ vary: ['accept'], varied: ['a'] })
    expect(freshened(stored, [...dated, 'Vary', '*'])).toMatchObject({ vary: ['*'], varied: [null] })
  })

  test('leaves the stored response alone', () => {
    const stored = storedWith('X', '1', 'ETag', '"a"')
    const before = structuredClone(stored)
    freshened(stored, [...dated, 'X', '2'])
    expect(stored).toEqual(before)
  })
})
