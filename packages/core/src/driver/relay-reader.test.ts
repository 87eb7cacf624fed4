import { describe, expect, test } from '@jest/globals'
import { ChunkedBody } from '../testing/chunked-body.ts'
import { bodyAtHand } from '../testing/relay-scene.ts'
import { RelayReader } from './relay-reader.ts'

const chunk = (text: string): Uint8Array => new TextEncoder().encode(text)

const setUp = () => {
  const told: unknown[] = []
  const reader = new RelayReader(undefined, {
    done: () => told.push('done'),
    failed: (error) => told.push(error),
    left: () => told.push('left'),
  })
  return { reader, told }
}

const read = async (reader: RelayReader): Promise<string> => {
  let text = ''
  for await (const piece of reader) text += new TextDecoder().decode(piece)
  return text
}

describe('the reader of a relay', () => {
  test('gets what was pushed before it asked and what comes while it waits, in order', async () => {
    const { reader, told } = setUp()
    reader.push(chunk('a'))
    const reading = read(reader)
    reader.push(chunk('b'))
    await Promise.resolve()
    reader.push(chunk('c'))
    reader.end()
    expect(await reading).toBe('abc')
    expect(told).toEqual(['done'])
  })

  test('answers the first who asks, and refuses a second while the first waits', async () => {
    const { reader } = setUp()
    const first = reader.next()
    await expect(reader.next()).rejects.toMatchObject({ code: 'ERR_MISUSE' })
    reader.push(chunk('a'))
    expect(await first).toEqual({ done: false, value: chunk('a') })
  })

  test('counts as delivered once all that is left lies ready, read or not', () => {
    const { reader, told } = setUp()
    reader.push(chunk('a'))
    reader.end()
    expect(told).toEqual(['done'])
    reader.cancel()
    expect(told).toEqual(['done'])
  })

  test('gets what lies ready before the error with which a body ends', async () => {
    const { reader, told } = setUp()
    const error = new Error('reset')
    reader.push(chunk('a'))
    reader.fail(error)
    expect(told).toEqual([error])
    expect((await reader.next()).value).toEqual(chunk('a'))
    await expect(reader.next()).rejects.toBe(error)
    await expect(reader.next()).rejects.toBe(error)
  })

  test('that waits is told of the error at once', async () => {
    const { reader } = setUp()
    const waiting = reader.next()
    reader.fail(new Error('reset'))
    await expect(waiting).rejects.toThrow('reset')
  })

  test('that breaks out of its loop has left, once', async () => {
    const { reader, told } = setUp()
    reader.push(chunk('a'))
    reader.push(chunk('b'))
    for await (const _piece of reader) break
    reader.cancel()
    expect(told).toEqual(['left'])
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })

  test('that is aborted gets the error instead of what lay ready, and its listener is not told', async () => {
    const { reader, told } = setUp()
    const waiting = reader.next()
    const error = new Error('deadline')
    reader.abort(error)
    reader.push(chunk('late'))
    await expect(waiting).rejects.toBe(error)
    await expect(reader.next()).rejects.toBe(error)
    expect(told).toEqual([])
  })

  test('asks its relay to wait until it has taken what lay ready, or has left', async () => {
    for (const leave of ['read', 'cancel'] as const) {
      const { reader } = setUp()
      reader.push(chunk('ab'))
      expect([reader.buffered, reader.waitsFor]).toEqual([2, 'client'])
      let drained = false
      const draining = reader.drained().then(() => (drained = true))
      await Promise.resolve()
      expect(drained).toBe(false)
      if (leave === 'read') await reader.next()
      else reader.cancel()
      await draining
      expect([drained, reader.buffered]).toEqual([true, 0])
    }
    const { reader } = setUp()
    await reader.drained()
    expect(reader.waitsFor).toBe('origin')
  })

  test('is not woken by empty chunks, which would look like the end', async () => {
    const { reader } = setUp()
    const waiting = reader.next()
    reader.push(chunk(''))
    reader.push(chunk('x'))
    expect((await waiting).value).toEqual(chunk('x'))
    expect(reader.taken).toBe(1)
  })
})

/** A reader that had `a` lying ready when it fell behind. */
const setBehind = () => {
  const scene = setUp()
  scene.reader.push(chunk('a'))
  scene.reader.fallBehind()
  return scene
}

describe('a reader that fell behind', () => {
  test('holds nothing, takes nothing, and waits for the origin, then for the store', async () => {
    const { reader, told } = setBehind()
    await reader.drained()
    reader.push(chunk('b'))
    reader.end()
    reader.fallBehind()
    expect([reader.buffered, reader.waitsFor, told]).toEqual([0, 'origin', []])
    reader.awaitStore()
    expect(reader.waitsFor).toBe('store')
    const waiting = reader.next()
    reader.resume(new ChunkedBody(['ab']))
    expect(await waiting).toEqual({ done: false, value: chunk('ab') })
    expect([reader.waitsFor, reader.taken]).toEqual(['client', 1])
    expect([await reader.next(), told]).toEqual([{ done: true, value: undefined }, ['done']])
  })

  test('is done at once where the store has the rest at hand', async () => {
    const { reader, told } = setBehind()
    reader.resume(bodyAtHand(chunk('abc')))
    expect([told, reader.buffered]).toEqual([['done'], 3])
    expect(await read(reader)).toBe('abc')
  })

  test.each(['behind', 'opening', 'reading'] as const)('is aborted while it is %s', async (moment) => {
    const { reader, told } = setBehind()
    const rest = new ChunkedBody(['ab', 'cd'])
    if (moment !== 'behind') reader.awaitStore()
    if (moment === 'reading') reader.resume(rest)
    const error = new Error('deadline')
    const waiting = reader.next()
    reader.abort(error)
    await expect(waiting).rejects.toBe(error)
    await expect(reader.next()).rejects.toBe(error)
    if (moment !== 'reading') reader.resume(rest)
    expect([told, rest.cancelled]).toEqual([[], 1])
  })

  test.each(['behind', 'opening'] as const)('is failed at once while it is %s', async (moment) => {
    const { reader, told } = setBehind()
    if (moment === 'opening') reader.awaitStore()
    const error = new Error('reset')
    reader.fail(error)
    reader.fail(error)
    reader.awaitStore()
    expect(told).toEqual([error])
    await expect(reader.next()).rejects.toBe(error)
  })

  test('is told of a stored body that breaks, once', async () => {
    const { reader, told } = setBehind()
    const error = new Error('disk')
    reader.resume({
      ...bodyAtHand(chunk('')),
      bytes: undefined,
      [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
    })
    await expect(reader.next()).rejects.toBe(error)
    reader.cancel()
    expect(told).toEqual([error])
  })
})

describe('a reader whose body is stored', () => {
  test('holds the end of the stored bytes instead of what it has not taken', async () => {
    const { reader } = setUp()
    for (const text of ['ab', 'cd', 'ef']) reader.push(chunk(text))
    reader.end()
    await reader.next()
    const stored = chunk('abcdef')
    reader.exchange(stored)
    expect(reader.buffered).toBe(4)
    const { value } = await reader.next()
    expect([value, value?.buffer === stored.buffer]).toEqual([chunk('cdef'), true])
    reader.exchange(stored)
    expect(await reader.next()).toEqual({ done: true, value: undefined })
  })
})
