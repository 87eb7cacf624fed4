import { expect, test } from '@jest/globals'
import { cacheKeyOf, cacheKeyOfUri } from './cache-key.ts'

test.each([
  ['http://example.com/a?b', 'http://example.com/a?b'],
  ['http://example.com/a?b#c', 'http://example.com/a?b'],
  ['http://example.com/a#b#c', 'http://example.com/a'],
  ['http://example.com/#', 'http://example.com/'],
  ['#only', ''],
])('the key of %s is %s: the target URI without its fragment', (uri, key) => {
  expect(cacheKeyOfUri(uri)).toBe(key)
  for (const method of ['GET', 'HEAD']) expect(cacheKeyOf({ method, url: uri, fields: [] })).toBe(key)
})
