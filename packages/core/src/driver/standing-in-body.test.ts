import { describe, expect, test } from '@jest/globals'
import { bytesBody } from './bytes-body.ts'
import { standingInBody } from './standing-in-body.ts'

const first = new Error('the origin')
const second = new Error('the store')

describe('the body of a response that stands in for an error', () => {
  test('tells of both errors when it breaks off, the first one first', async () => {
    const seen: number[] = []
    const body = standingInBody(
      {
        bytes: undefined,
        length: 2,
        cancel() {},
        async *[Symbol.asyncIterator]() {
          yield new Uint8Array(1)
          await Promise.resolve()
          throw second
        },
      },
      first,
    )
    const reading = (async () => {
      for await (const chunk of body) seen.push(chunk.length)
    })()
    await expect(reading).rejects.toMatchObject({ name: 'AggregateError', errors: [first, second] })
    expect([seen, body.length]).toEqual([[1], 2])
  })

  test('is given up with it', () => {
    let given = 0
    const source = {
      bytes: undefined,
      length: undefined,
      cancel: () => void (given += 1),
      async *[Symbol.asyncIterator]() {},
    }
    standingInBody(source, first).cancel()
    expect(given).toBe(1)
  })

  test('is itself where all of it is at hand: nothing of it can break', () => {
    const body = bytesBody(new Uint8Array(3))
    expect(standingInBody(body, first)).toBe(body)
  })
})
