import { describe, expect, test } from '@jest/globals'
import type { Body } from '../ports/body.ts'
import { fakeBody } from '../testing/fake-body.ts'
import { StoredDelivery } from './stored-delivery.ts'

const setUp = () => {
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
  const delivery = new StoredDelivery(body, {
    done: () => told.push('done'),
    failed: (error) => told.push(error),
    left: () => told.push('left'),
  })
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

  test('tells nobody but the one who asked how the store breaks after the reader has left', async () => {
    const { source, delivery, told } = setUp()
    const waiting = delivery.next()
    delivery.cancel()
    source.fail(new Error('late'))
    await expect(waiting).rejects.toThrow('late')
    expect(told).toEqual(['left'])
  })
})
