import { describe, expect, test } from '@jest/globals'
import type { Body } from '../ports/body.ts'
import { fakeBody } from '../testing/fake-body.ts'
import { StoredDelivery, type StoredBodyFacts } from './stored-delivery.ts'

const setUp = (expected?: number, facts: StoredBodyFacts = {}) => {
  const source = fakeBody()
  const told: unknown[] = []
  let cancelled = 0
  const body: Body = {
    bytes: undefined,
    length: 3,
    cancel: () => {
      cancelled += 1
    },
    [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
  }
  const listener = {
    done: () => told.push('done'),
    failed: (error: unknown) => told.push(error),
    left: () => told.push('left'),
  }
  const delivery = new StoredDelivery(body, listener, { ...facts, expected })
  return { source, delivery, told, cancelled: () => cancelled }
}

describe('the delivery of a stored body', () => {
  test('hands on the pieces and is done at the end', async () => {
    const { source, delivery, told } = setUp()
    source.push('a')
    source.push('b')
    source.end()
    let text = ''
    for await (const piece of delivery) text += new TextDecoder().decode(piece)
    expect([text, told, delivery.taken, delivery.length]).toEqual(['ab', ['done'], 2, 3])
    expect(await delivery.next()).toEqual({ done: true, value: undefined })
  })

  test('says whether the client or the store has to move', async () => {
    const { source, delivery } = setUp()
    expect(delivery.waitsFor).toBe('client')
    const asked = delivery.next()
    expect(delivery.waitsFor).toBe('store')
    source.push('a')
    await asked
    expect(delivery.waitsFor).toBe('client')
  })

  test('passes on what breaks in the store, once to its listener and always to its reader', async () => {
    const { source, delivery, told } = setUp()
    const error = new Error('disk')
    source.fail(error)
    await expect(delivery.next()).rejects.toBe(error)
    await expect(delivery.next()).rejects.toBe(error)
    expect(told).toEqual([error])
  })

  test('that its reader leaves lets the store go', async () => {
    const { source, delivery, told, cancelled } = setUp()
    source.push('a')
    for await (const _piece of delivery) break
    delivery.cancel()
    expect([told, cancelled()]).toEqual([['left'], 1])
  })

  test('that is aborted ends with the error even while the store is silent', async () => {
    const { source, delivery, told, cancelled } = setUp()
    const waiting = delivery.next()
    const error = new Error('deadline')
    delivery.abort(error)
    await expect(waiting).rejects.toBe(error)
    source.push('late')
    delivery.abort(new Error('again'))
    delivery.cancel()
    await expect(delivery.next()).rejects.toBe(error)
    expect([told, cancelled()]).toEqual([[], 1])
  })

  test('ignores what the store answers after the reader has left', async () => {
    const { source, delivery, told } = setUp()
    const waiting = delivery.next()
    delivery.cancel()
    source.push('late')
    expect(await waiting).toMatchObject({ done: true })
    expect(told).toEqual(['left'])
  })

  test('leaves nobody waiting for a store that says nothing more once the reader has left', async () => {
    const { source, delivery, told } = setUp()
    const waiting = delivery.next()
    delivery.cancel()
    expect(await waiting).toEqual({ done: true, value: undefined })
    source.fail(new Error('late'))
    expect(told).toEqual(['left'])
  })

  test.each([
    [
      'cannot be read at all',
      () => {
        throw new Error('no body')
      },
    ],
    [
      'throws instead of rejecting',
      () => ({
        next: () => {
          throw new Error('no body')
        },
      }),
    ],
  ])('tells its listener of a body that %s', async (_how, iterate) => {
    const told: unknown[] = []
    const body: Body = { bytes: undefined, length: undefined, cancel() {}, [Symbol.asyncIterator]: iterate }
    const delivery = new StoredDelivery(body, {
      done: () => told.push('done'),
      failed: (error) => told.push(error),
      left: () => told.push('left'),
    })
    await expect(delivery.next()).rejects.toThrow('no body')
    expect([told, delivery.waitsFor]).toEqual([[new Error('no body')], 'client'])
  })

  test.each([
    ['shorter', 4, ['abc'], 'abc'],
    ['longer', 2, ['ab', 'c'], 'ab'],
  ])('breaks off a body that is %s than its head announces', async (_how, expected, pieces, sent) => {
    const { source, delivery, told } = setUp(expected)
    for (const piece of pieces) source.push(piece)
    source.end()
    let text = ''
    const read = async () => {
      for await (const piece of delivery) text += new TextDecoder().decode(piece)
    }
    await expect(read()).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    expect([text, told]).toEqual([sent, [expect.objectContaining({ code: 'ERR_STORE_FAILED' })]])
  })
})

describe('the delivery of a body that stands in for an error', () => {
  const first = new Error('the origin')
  const both = (second: unknown) => ({ name: 'AggregateError', errors: [first, second] })

  test('tells of both errors when it breaks, the first one first', async () => {
    const { source, delivery, told } = setUp(undefined, { standsInFor: first })
    const second = new Error('the store')
    source.fail(second)
    await expect(delivery.next()).rejects.toMatchObject(both(second))
    expect(told).toEqual([expect.objectContaining(both(second))])
  })

  test('tells of both when it is shorter than it was announced to be', async () => {
    const { source, delivery } = setUp(2, { standsInFor: first })
    source.push('a')
    source.end()
    await delivery.next()
    const short = expect.objectContaining({ code: 'ERR_STORE_FAILED' })
    await expect(delivery.next()).rejects.toMatchObject(both(short))
  })

  test('tells of both when it is ended by its deadline', async () => {
    const { delivery } = setUp(undefined, { standsInFor: first })
    const reading = delivery.next()
    const late = new Error('too late')
    delivery.abort(late)
    await expect(reading).rejects.toMatchObject(both(late))
    await expect(delivery.next()).rejects.toMatchObject(both(late))
  })
})
