import { describe, expect, test } from '@jest/globals'
import type { Body, CacheResponse } from '@cachechart/core'
import { buildResponse } from './build-response.ts'

/** A reply of which only this much is looked at. */
function replyWith(
  status: number,
  bytes: Uint8Array | undefined,
): { reply: CacheResponse; cancelled: () => number } {
  let cancelled = 0
  const body: Body = {
    bytes,
    length: bytes?.length,
    cancel: () => (cancelled += 1),
    async *[Symbol.asyncIterator]() {
      yield new Uint8Array(3)
    },
  }
  const reply = { status, reason: '', fields: ['a', '1'], body } as unknown as CacheResponse
  return { reply, cancelled: () => cancelled }
}

describe('a response', () => {
  test.each([undefined, new Uint8Array(3)])(
    'whose status has no body gives up the one that a hook left',
    (bytes) => {
      const { reply, cancelled } = replyWith(205, bytes)
      const { status, body } = buildResponse(reply)
      expect([status, body, cancelled()]).toEqual([205, null, 1])
    },
  )

  test('with a status that no Response has is an error, and its body is given up', () => {
    const { reply, cancelled } = replyWith(700, undefined)
    expect(() => buildResponse(reply)).toThrow('range of 200 to 599')
    expect(cancelled()).toBe(1)
  })

  test('without content has no body', () => {
    const { reply } = replyWith(200, new Uint8Array(0))
    expect(buildResponse(reply).body).toBeNull()
  })

  test('is given its content at the pace of its reader', async () => {
    const { reply, cancelled } = replyWith(200, undefined)
    const response = buildResponse(reply)
    expect((await response.arrayBuffer()).byteLength).toBe(3)
    expect([response.headers.get('a'), cancelled()]).toEqual(['1', 0])
  })
})
