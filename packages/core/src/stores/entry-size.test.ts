import { expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { headSize, keySize } from './entry-size.ts'

test.each([
  ['a field line', { fields: ['x-long', 'x'.repeat(1000)] }, 1000],
  ['a selecting field', { vary: ['x-long'], varied: ['x'.repeat(1000)] }, 1000],
  ['a reason phrase', { reason: 'x'.repeat(1000) }, 1000],
  ['an entity tag', { etag: 'x'.repeat(1000) }, 1000],
  ['a label, with its place in an index,', { surrogateKeys: ['x'.repeat(1000)] }, 1100],
  ['a URL, with its place in an index,', { url: 'x'.repeat(1000) }, 1100],
])('%s counts with its whole length', (_, changes, least) => {
  expect(headSize(sampleResponse(changes)) - headSize(sampleResponse({ fields: [] }))).toBeGreaterThanOrEqual(
    least,
  )
})

test('a key counts with its whole length', () => {
  expect(keySize('x'.repeat(1000)) - keySize('')).toBe(1000)
})

test('nothing is free: an empty head and an empty key have a size', () => {
  expect(headSize(sampleResponse({ fields: [], etag: null, reason: '' }))).toBeGreaterThan(500)
  expect(keySize('')).toBeGreaterThan(100)
})
