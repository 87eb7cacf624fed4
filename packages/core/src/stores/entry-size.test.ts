import { expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { headSize, keySize } from './entry-size.ts'

test.each([
  ['a field line', { fields: ['x-long', 'x'.repeat(1000)] }, 1000],
  ['a selecting field', { vary: ['x-long'], varied: ['x'.repeat(1000)] }, 1000],
  ['a reason phrase', { reason: 'x'.repeat(1000) }, 1000],
  ['an entity tag', { etag: 'x'.repeat(1000) }, 1000],
  ['a label', { fields: [], surrogateKeys: ['x'.repeat(1000)] }, 1100],
  ['a URL', { fields: [], url: 'x'.repeat(1000) }, 1100],
])('%s counts with its whole length', (_, changes, least) => {
  expect(headSize(sampleResponse(changes)) - headSize(sampleResponse({ fields: [] }))).toBeGreaterThanOrEqual(
    least,
  )
})

test('a label and a URL count with their place in an index', () => {
  const bare = headSize(sampleResponse())
  expect(headSize(sampleResponse({ surrogateKeys: ['', ''] })) - bare).toBeGreaterThanOrEqual(300)
  expect(headSize(sampleResponse({ url: '' })) - bare).toBeGreaterThanOrEqual(150)
})

test('a key counts with its whole length', () => {
  expect(keySize('x'.repeat(1000)) - keySize('')).toBe(1000)
})

test('nothing is free: an empty head and an empty key have a size', () => {
  expect(headSize(sampleResponse({ fields: [], etag: null, reason: '' }))).toBeGreaterThan(500)
  expect(keySize('')).toBeGreaterThan(100)
})
