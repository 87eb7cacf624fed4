import { expect, test } from '@jest/globals'
import { cacheKeyOf, cacheKeyOfUri, keyRuleOf, type KeyOptions } from './cache-key.ts'

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

test.each<[string, KeyOptions, string]>([
  ['/a?b=2&a=1', {}, '/a?b=2&a=1'],
  ['/a?b=2&a=1&&', { sortQuery: true }, '/a?a=1&b=2'],
  ['/a?x=2&x=1&a', { sortQuery: true }, '/a?a&x=2&x=1'],
  ['/a?ab=1&a=2', { sortQuery: true }, '/a?a=2&ab=1'],
  ['/a?a&b&c', { sortQuery: true }, '/a?a&b&c'],
  ['/a?c&b&a', { sortQuery: true }, '/a?a&b&c'],
  ['/a', { sortQuery: true }, '/a'],
  ['/a?', { sortQuery: true }, '/a'],
  ['/a?b=2&id=7&a=1', { ignoreParameters: ['id'] }, '/a?b=2&a=1'],
  ['/a?utm_source=1&utm=2&b', { ignoreParameters: ['utm_*'] }, '/a?utm=2&b'],
  ['/a?fbclid=1#x', { ignoreParameters: ['fbclid'] }, '/a'],
  ['/a?ID=1', { ignoreParameters: ['id'] }, '/a?ID=1'],
  ['/a?b=%3D&a', { sortQuery: true, ignoreParameters: ['*'] }, '/a'],
])('the key of %s with %j is %s', (path, options, key) => {
  const request = { method: 'GET', url: `http://example.com${path}`, fields: [] }
  expect(keyRuleOf(options)(request)).toBe(`http://example.com${key}`)
})
