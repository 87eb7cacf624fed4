import { describe, expect, test } from '@jest/globals'
import { SendingBody } from './sending-body.ts'

/** A source whose `next` answers what the test says, and that notes how often it was told to stop. */
function sourceOf(next: () => Promise<IteratorResult<Uint8Array>>) {
  const stops: string[] = []
  const source: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next,
      return: () => {
        stops.push('return')
        return Promise.reject(new Error('cannot stop'))
      },
    }),
  }
  return { stops, body: new SendingBody(source) }
}

const chunk = Buffer.from('a')

describe('a body that is being sent', () => {
  test('gives what its source gives', async () => {
    const results: IteratorResult<Uint8Array>[] = [
      { done: false, value: chunk },
      { done: true, value: undefined },
    ]
    const { body } = sourceOf(() => Promise.resolve(results.shift() ?? { done: true, value: undefined }))
    const sent: Uint8Array[] = []
    for await (const piece of body) sent.push(piece)
    expect(sent).toEqual([chunk])
  })

  test('ends at once when it is stopped, whatever its source waits for, and tells it once', async () => {
    const { stops, body } = sourceOf(() => new Promise(() => undefined))
    const next = body.next()
    body.stop()
    expect(await next).toEqual({ done: true, value: undefined })
    expect(await body.next()).toEqual({ done: true, value: undefined })
    await body.return()
    expect(stops).toEqual(['return'])
  })

  test('knows the error with which its source broke off', async () => {
    const error = new Error('broken')
    const { body } = sourceOf(() => Promise.reject(error))
    expect(body.failedWith(error)).toBe(false)
    await expect(body.next()).rejects.toBe(error)
    expect(body.failedWith(error)).toBe(true)
    expect(body.failedWith(new Error('broken'))).toBe(false)
  })

  test('is not asked of its source before it is wanted', async () => {
    const asked: string[] = []
    const source = {
      [Symbol.asyncIterator]: () => {
        asked.push('iterator')
        return { next: () => Promise.resolve({ done: true as const, value: undefined }) }
      },
    }
    const unwanted = new SendingBody(source)
    unwanted.stop()
    expect(await unwanted.next()).toEqual({ done: true, value: undefined })
    const wanted = new SendingBody(source)
    expect(asked).toEqual([])
    await wanted.next()
    await wanted.next()
    expect(asked).toEqual(['iterator'])
  })

  test('is no stream, which undici would destroy', () => {
    const { body } = sourceOf(() => Promise.resolve({ done: true, value: undefined }))
    expect(Reflect.has(body, 'pipe')).toBe(false)
  })
})
