import { expect, test } from '@jest/globals'
import { plainMeta } from './plain-meta.ts'

const ring: { self?: object } = {}
ring.self = ring

test('what JSON can say of a state is kept, and what it cannot is left out whole', () => {
  const meta = { text: 'a', list: [1, null], day: new Date(0), big: 3n, call: () => 1, ring, none: undefined }
  expect(plainMeta(meta)).toEqual({ text: 'a', list: [1, null], day: '1970-01-01T00:00:00.000Z' })
})

test.each([undefined, null, 'text', 7, [1, 2]])('what has no members says nothing: %j', (meta) => {
  expect(plainMeta(meta)).toEqual({})
})
