import { describe, expect, test } from '@jest/globals'
import type { Body } from '../ports/body.ts'
import { ChunkedBody } from '../testing/chunked-body.ts'
import { fakeBody } from '../testing/fake-body.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { relayLimits } from '../testing/relay-limits.ts'
import { BodyRelay } from './body-relay.ts'
import { RelayReader } from './relay-reader.ts'
import { SplicedBody } from './spliced-body.ts'
import { ComposedDelivery, unheard } from './composed-delivery.ts'

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 30; turn += 1) await Promise.resolve()
}

const streamed = (source: AsyncIterable<Uint8Array>, length: number) => {
  let cancelled = 0
  const body: Body = {
    bytes: undefined,
    length,
    cancel: () => (cancelled += 1),
    [Symbol.asyncIterator]: () => source[Symbol.asyncIterator](),
  }
  return { body, cancelled: () => cancelled }
}

/** A relay that is not stored, its reader between two stored slices: `ab`, whatever the origin sends, `ef`. */
const setUp = (before: Body = new ChunkedBody(['a', 'b'])) => {
  const told: unknown[] = []
  const clock = fakeClock()
  const origin = fakeBody()
  const after = new ChunkedBody(['e', 'f'])
  const relay = new BodyRelay(origin, {
    clock,
    idle: 60_000,
    ...relayLimits(clock),
    expected: undefined,
    window: 1024 * 1024,
    onSourceEnd: () => undefined,
    onWriterGone: () => undefined,
    reopen: () => undefined,
    stopSource: () => told.push('stop source'),
    onWriteFailure: () => undefined,
    onEnd: (failure) => told.push(failure === undefined ? 'relay ended' : 'relay broke'),
  })
  const reader = new RelayReader(2, unheard)
  relay.readBy(reader, 'leader')
  relay.start()
  // As the machine has it: whatever ends the delivery early also takes the reader out of the relay.
  const body = new SplicedBody(reader, { before, after, expected: 2 })
  const delivery = new ComposedDelivery(body, () => body.sender, {
    done: () => told.push('done'),
    failed: (error) => {
      told.push(error)
      relay.dropReader(reader)
    },
    left: () => {
      told.push('left')
      relay.dropReader(reader)
    },
  })
  return { told, origin, relay, reader, after, delivery }
}

const read = async (delivery: ComposedDelivery, count: number): Promise<string> => {
  const reading = delivery[Symbol.asyncIterator]()
  let text = ''
  for (let step = 0; step < count; step += 1) {
    const { done, value } = await reading.next()
    if (done === true) return `${text}.`
    text += new TextDecoder().decode(value)
  }
  return text
}

describe('the delivery of a spliced body', () => {
  test('is done when the client has read all, not when the origin has sent its part', async () => {
    const { told, origin, delivery } = setUp()
    origin.push('cd')
    origin.end()
    await settle()
    expect(told).toEqual(['relay ended'])
    expect(await read(delivery, 5)).toBe('abcdef')
    expect(told).toEqual(['relay ended'])
    expect(await read(delivery, 1)).toBe('.')
    expect([told, delivery.taken, delivery.length]).toEqual([['relay ended', 'done'], 5, 6])
  })

  test('tells of every piece that was taken, and who has to move next', async () => {
    const stored = fakeBody()
    const { origin, delivery } = setUp(streamed(stored, 1).body)
    const reading = delivery[Symbol.asyncIterator]()
    const story: unknown[] = [delivery.waitsFor]
    const step = async (send: () => void) => {
      const waiting = reading.next()
      await settle()
      story.push(delivery.waitsFor)
      send()
      await waiting
      story.push(delivery.taken, delivery.waitsFor)
    }
    await step(() => stored.push('a'))
    stored.end()
    await step(() => origin.push('c'))
    await step(() => origin.push('d'))
    expect(story).toEqual(['client', 'store', 1, 'client', 'origin', 2, 'client', 'origin', 3, 'client'])
  })

  test('lets the origin wait while the client still reads what is stored', async () => {
    const { origin, reader } = setUp()
    for (let count = 0; count < 8; count += 1) origin.push(new Uint8Array(128 * 1024))
    await settle()
    expect([reader.buffered, origin.unread]).toEqual([256 * 1024, 6])
  })

  test('ends with the origin’s error, after what came before it', async () => {
    const { told, origin, delivery, after } = setUp()
    const error = new Error('reset')
    origin.push('c')
    origin.fail(error)
    await settle()
    expect(await read(delivery, 3)).toBe('abc')
    expect(told).toEqual(['relay broke', 'stop source'])
    await expect(read(delivery, 1)).rejects.toBe(error)
    await expect(read(delivery, 1)).rejects.toBe(error)
    expect([told, after.cancelled]).toEqual([['relay broke', 'stop source', error], 1])
  })

  test('ends with the store’s error, and the relay is told that nobody reads any more', async () => {
    const stored = fakeBody()
    const { told, relay, delivery } = setUp(streamed(stored, 2).body)
    const error = new Error('disk')
    stored.fail(error)
    await expect(read(delivery, 1)).rejects.toBe(error)
    expect([told, relay.hasEnded]).toEqual([[error, 'relay broke', 'stop source'], true])
  })

  test('that the client leaves, waiting or not, gives everything up', async () => {
    for (const count of [0, 1, 2, 3, 4]) {
      const before = streamed(new ChunkedBody(['a', 'b']), 2)
      const { told, origin, delivery, after, relay } = setUp(before.body)
      origin.push('c')
      const reading = delivery[Symbol.asyncIterator]()
      for (let step = 0; step < Math.min(count, 3); step += 1) await reading.next()
      const waiting = count > 3 ? reading.next() : Promise.resolve()
      delivery.cancel()
      delivery.cancel()
      await waiting
      expect(await reading.next()).toEqual({ done: true, value: undefined })
      expect([told, before.cancelled(), after.cancelled]).toEqual([
        ['left', 'relay broke', 'stop source'],
        1,
        1,
      ])
      expect([relay.hasReader, relay.hasEnded]).toEqual([false, true])
    }
  })

  test('that is aborted ends with the error, and its listener is not told', async () => {
    const before = streamed(fakeBody(), 2)
    const { told, delivery, after } = setUp(before.body)
    const waiting = read(delivery, 1)
    const error = new Error('deadline')
    delivery.abort(error)
    await expect(waiting).rejects.toBe(error)
    expect([told, before.cancelled(), after.cancelled]).toEqual([[], 1, 1])
  })
})
