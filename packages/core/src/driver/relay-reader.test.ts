import { describe, expect, test } from '@jest/globals'
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
