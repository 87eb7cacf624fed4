import { describe, expect, test } from '@jest/globals'
import { parseResponseDirectives } from '../http/cache-control.ts'
import { definePolicy } from './default-policy.ts'
import { qualifiedFields, type QualifiedFields } from './qualified-fields.ts'

const read = (cacheControl: string, shared = true) =>
  qualifiedFields(parseResponseDirectives(cacheControl), definePolicy({ shared, targets: ['Edge-Control'] }))

describe('qualifiedFields', () => {
  test.each<[string, Partial<QualifiedFields>, string]>([
    ['', { excepted: [], isPrivate: false, mustValidate: false }, 'neither directive'],
    ['private', { excepted: [], isPrivate: true }, 'RFC 9111 §5.2.2.7: unqualified'],
    ['private="A"', { excepted: ['a'], isPrivate: false }, 'RFC 9111 §5.2.2.7: qualified'],
    ['private, private="a"', { excepted: [], isPrivate: true }, 'the stricter of both forms'],
    ['private="a, Vary"', { excepted: [], isPrivate: true }, 'the rest would be another response'],
    ['private="edge-control"', { isPrivate: true }, 'nor may a targeted field be missing'],
    ['private="content-type"', { isPrivate: true }, 'nor what describes the content'],
    ['no-cache', { excepted: [], mustValidate: true }, 'RFC 9111 §5.2.2.4: unqualified'],
    ['no-cache="A, b"', { excepted: ['a', 'b'], mustValidate: false }, 'RFC 9111 §5.2.2.4: qualified'],
    ['no-cache="date"', { excepted: [], mustValidate: true }, 'the rest would be another response'],
    ['no-cache="a", private="b"', { excepted: ['b', 'a'], isPrivate: false, mustValidate: false }, 'both'],
    ['no-cache="a', { excepted: [], mustValidate: true }, 'what is no name may mean any field'],
    ['private="a b"', { excepted: [], isPrivate: true }, 'what is no name may mean any field'],
    ['no-cache="a", private', { excepted: ['a'], isPrivate: true }, 'each for itself'],
  ])('reads %j as %j: %s', (cacheControl, expected) => {
    expect(read(cacheControl)).toMatchObject(expected)
  })

  test.each([
    ...[
      'age',
      'cache-control',
      'cdn-cache-control',
      'content-security-policy',
      'content-range',
      'date',
      'etag',
    ],
    ...['expires', 'last-modified', 'location', 'pragma', 'vary'],
  ])('takes a directive that names %s for one about the whole', (name) => {
    const whole = { excepted: [], isPrivate: true, mustValidate: true }
    expect(read(`private="${name}", no-cache="${name}"`)).toEqual(whole)
  })

  test.each(['x-age', 'dates', 'location-x', 'set-cookie'])('excepts %s, of which nothing hangs', (name) => {
    expect(read(`no-cache="${name}"`)).toEqual({ excepted: [name], isPrivate: false, mustValidate: false })
  })

  test.each(['private', 'private="a"', 'private="vary"'])('has no use for %j in a private cache', (value) => {
    expect(read(value, false)).toEqual({ excepted: [], isPrivate: false, mustValidate: false })
  })
})
