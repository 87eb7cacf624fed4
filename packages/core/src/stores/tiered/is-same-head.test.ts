import { expect, test } from '@jest/globals'
import type { StoredResponse } from '../../http/stored-response.ts'
import { sampleResponse } from '../../testing/sample-response.ts'
import { isSameHead } from './is-same-head.ts'

const part = { first: 0, last: 4, total: 10, length: 5, range: '' } as unknown as StoredResponse['part']

test('heads are the same when all their members are, in whatever order these come', () => {
  const head = sampleResponse({ part, vary: ['accept'], varied: [null] })
  const reordered = Object.fromEntries(Object.entries(head).toReversed()) as unknown as StoredResponse
  expect(isSameHead(head, reordered)).toBe(true)
  expect(isSameHead(head, structuredClone(head))).toBe(true)
})

test.each<[string, Partial<StoredResponse>]>([
  ['lifetime', { lifetime: 61 }],
  ['list', { surrogateKeys: ['a'] }],
  ['longer list', { vary: ['accept', 'cookie'] }],
  ['null', { varied: [''] }],
  ['nested member', { part: null }],
])('heads that differ in a %s are not the same', (_, changes) => {
  const head = sampleResponse({ part, vary: ['accept'], varied: [null] })
  expect(isSameHead(head, { ...head, ...changes })).toBe(false)
  expect(isSameHead({ ...head, ...changes }, head)).toBe(false)
})
