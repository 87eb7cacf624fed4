import { describe, expect, test } from '@jest/globals'
import { sealed } from './message-shapes.ts'
import { refusedPurge } from './refused-purge.ts'

describe('a worker refuses', () => {
  test.each([null, 5, 'a', true, undefined])('a purge of %j, and goes on', (target) => {
    expect(refusedPurge(sealed({ type: 'purge.run', id: 7, extent: 'all', target }))).toEqual({
      type: 'purge.failed',
      id: 7,
      code: 'misuse',
      message: expect.stringContaining('seen: purge.run of version 2'),
    })
  })

  test.each([
    ['a purge that it can read', sealed({ type: 'purge.run', id: 7, extent: 'all', target: { all: true } })],
    ['a purge without a number to answer to', sealed({ type: 'purge.run', target: null })],
    ['what is no purge', sealed({ type: 'story.tell', id: '7' })],
    ['nothing', null],
  ])('in this way not %s', (_what, seen) => {
    expect(refusedPurge(seen)).toBeUndefined()
  })
})
