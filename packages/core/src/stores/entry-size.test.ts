import { expect, test } from '@jest/globals'
import type { StoredResponse } from '../http/stored-response.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { bodySize, keySize, longestPacked } from './entry-size.ts'
import { HeadPacker } from './head-packer.ts'

const headSize = (changes: Partial<StoredResponse>, heads = new HeadPacker()): number =>
  heads.pack(sampleResponse(changes)).size

const long = 'x'.repeat(1000)

test.each([
  ['a field line', { fields: ['x-long', long] }, 1000],
  ['a selecting field', { vary: ['x-long'], varied: [long] }, 1000],
  ['a reason phrase', { reason: long }, 1000],
  ['an entity tag', { etag: long }, 1000],
  ['a label', { fields: [], surrogateKeys: [long] }, 1100],
  ['a URL', { fields: [], url: long }, 1100],
])('%s counts with its whole length', (_, changes, least) => {
  expect(headSize(changes) - headSize({ fields: [], etag: null })).toBeGreaterThanOrEqual(least)
})

test('a label and a URL count with their place in an index', () => {
  const bare = headSize({})
  expect(headSize({ surrogateKeys: ['', ''] }) - bare).toBeGreaterThanOrEqual(300)
  expect(headSize({ url: '' }) - bare).toBeGreaterThanOrEqual(150)
})

test('what others have as well counts with a part, but never with nothing', () => {
  const heads = new HeadPacker()
  const changes = { fields: ['x-common', 'x'.repeat(200)], vary: ['x-common'], varied: ['y'.repeat(80)] }
  const first = headSize(changes, heads)
  const second = headSize(changes, heads)
  expect(first - second).toBeGreaterThan(200)
  expect(second).toBeGreaterThan(headSize({ ...changes, fields: [], etag: null }, heads))
})

test('times that are no whole numbers count with what they need', () => {
  expect(headSize({ responseTime: 0.5 })).toBeGreaterThan(headSize({}) + 200)
})

test('a key counts with its whole length', () => {
  expect(keySize(long) - keySize('')).toBe(1000)
})

test('nothing is free: an empty head, an empty key and an empty body have a size', () => {
  expect(headSize({ fields: [], etag: null, reason: '' })).toBeGreaterThan(200)
  expect(keySize('')).toBeGreaterThan(100)
  expect(bodySize(0)).toBeGreaterThan(50)
})

test('a body counts with its length and a buffer of its own, or its part of one', () => {
  expect(bodySize(1024)).toBeGreaterThan(1024 + 64)
  expect(bodySize(longestPacked) - longestPacked).toBeLessThan(bodySize(longestPacked + 1) - longestPacked)
  expect(bodySize(1_000_000)).toBeGreaterThan(1_000_300)
  expect(bodySize(1_000_000)).toBeLessThan(1_001_000)
})
