import { describe, expect, test } from '@jest/globals'
import { trailerFields } from './trailer-fields.ts'

describe('the trailer fields that go on', () => {
  test.each<[string, readonly string[], readonly string[], readonly string[]]>([
    ['all, as they came', [], ['X-Sum', '1', 'x-sum', '2'], ['X-Sum', '1', 'x-sum', '2']],
    ['none that belongs in a head', [], ['Set-Cookie', 'a', 'EXPIRES', '0', 'X-Sum', '1'], ['X-Sum', '1']],
    [
      'none that the head’s Connection names',
      ['Connection', 'x-hop,close', 'connection', ' X-More '],
      ['X-Hop', '1', 'x-more', '2', 'X-Sum', '1'],
      ['X-Sum', '1'],
    ],
    ['nothing, where nothing came', ['Connection', 'x-hop'], [], []],
  ])('are %s', (_title, head, trailers, expected) => {
    expect(trailerFields(head, trailers)).toEqual(expected)
  })
})
