import { describe, expect, test } from '@jest/globals'
import type { Body, MaybePromise } from '../ports/body.ts'
import { ChunkedBody } from '../testing/chunked-body.ts'
import { bodyAtHand, deferred, send, settled, sharedRelay, type RelayScript } from '../testing/relay-scene.ts'
import { FollowerLagError } from './driver-errors.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const lag = expect.objectContaining({ code: 'ERR_FOLLOWER_TOO_SLOW', status: 504 }) as unknown
const whole = 'abcdefghijkl'
const reopened: [string, () => Body | Promise<Body>][] = [
  ['has it at hand', () => bodyAtHand(bytes(whole))],
  ['sends it in pieces', () => new ChunkedBody(['abcde', 'fghij', 'kl'])],
  ['opens it later', () => Promise.resolve(new ChunkedBody([whole]))],
]

describe('a follower that falls behind', () => {
  test.each(reopened)('gets the rest from the store after the commit, which %s', async (_how, reopen) => {
    const scene = sharedRelay({ reopen })
    await send(scene, 'abc', 'def')
    expect(await scene.follower.take(1)).toBe('abc')
    await send(scene, 'ghi', 'jkl')
    expect([scene.follower.reader.buffered, scene.follower.reader.waitsFor]).toEqual([0, 'origin'])
    let text = ''
    const reading = scene.follower.take(5).then((rest) => (text = rest))
    await settled()
    expect(text).toBe('')
    scene.source.end()
    await reading
    expect([text, scene.follower.told]).toEqual(['defghijkl.', ['done']])
    expect(await scene.leader.take(5)).toBe('abcdefghijkl.')
    expect(scene.ends).toStrictEqual([undefined])
  })

  test('waits for a commit that takes its time, and then for the store', async () => {
    const commit = deferred<'stored'>()
    const opened = deferred<Body>()
    const scene = sharedRelay({ writer: { commit: () => commit.promise }, reopen: () => opened.promise })
    const { reader, told } = scene.follower
    await send(scene, 'abcdef', 'ghi', 'jkl')
    scene.source.end()
    await settled()
    expect([reader.waitsFor, scene.leader.told, scene.relay.readers]).toEqual(['origin', ['done'], 1])
    commit.resolve('stored')
    await settled()
    expect([reader.waitsFor, scene.ends, scene.relay.readers]).toStrictEqual(['store', [undefined], 0])
    opened.resolve(new ChunkedBody(['abcdefghi', 'jkl']))
    await settled()
    expect([reader.waitsFor, await scene.follower.take(1), told]).toEqual(['client', 'abcdefghi', []])
    expect([await scene.follower.take(2), told, reader.taken]).toEqual(['jkl.', ['done'], 2])
  })

  test('finds its place behind what a splice put before the body', async () => {
    const scene = sharedRelay({ storedBefore: 3, reopen: () => bodyAtHand(bytes('123abcdefghijkl456')) })
    await send(scene, 'abc', 'def', 'ghi', 'jkl')
    scene.source.end()
    expect(await scene.follower.take(2)).toBe('abcdefghijkl.')
  })

  const refusals: [string, RelayScript, unknown][] = [
    ['nothing is committed', { onSourceEnd: () => undefined }, undefined],
    ['the commit is refused', { writer: { commit: () => 'refused' } }, undefined],
    ['the commit fails later', { writer: { commit: () => Promise.reject(new Error('full')) } }, undefined],
    ['the stored body is gone', { reopen: () => undefined }, undefined],
    ['the store cannot open it', { reopen: () => Promise.reject(new Error('disk')) }, new Error('disk')],
  ]
  test.each(refusals)('fails alone when %s', async (_why, script, cause) => {
    const scene = sharedRelay(script)
    const other = scene.join('follower')
    const reading = other.take(4)
    await send(scene, 'abcdef', 'ghi')
    await send(scene, 'jkl')
    const waiting = scene.follower.reader.next()
    scene.source.end()
    await expect(waiting).rejects.toThrow('raise collapse.window, or send its request with collapse: false')
    const error: unknown = await scene.follower.reader.next().catch((reason: unknown) => reason)
    expect(error).toHaveProperty('code', 'ERR_FOLLOWER_TOO_SLOW')
    expect(error instanceof Error && error.cause).toEqual(cause)
    expect([scene.follower.told, other.told]).toEqual([[lag], ['done']])
    expect([await reading, await scene.leader.take(4)]).toEqual(['abcdefghijkl.', 'abcdefghijkl.'])
    expect(scene.ends).toStrictEqual([undefined])
  })

  test.each([
    ['refuses', 'refused'],
    ['fails', Promise.reject(new Error('full'))],
  ] as const)('fails when the store %s midway; the others go on', async (_how, answer) => {
    if (answer instanceof Promise) answer.catch(() => undefined)
    const scene = sharedRelay({ writer: { write: ({ length }) => (length === 2 ? answer : 'accepted') } })
    await send(scene, 'abcdef', 'ghi')
    expect(scene.follower.told).toEqual([])
    await send(scene, 'jk')
    expect([scene.follower.told, scene.gone.length]).toEqual([[lag], 1])
    expect(scene.follower.told[0]).toBeInstanceOf(FollowerLagError)
    scene.source.end()
    expect(await scene.leader.take(4)).toBe('abcdefghijk.')
    expect([scene.log.includes('commit'), scene.relay.hasEnded]).toEqual([false, true])
  })

  test('fails at once when nothing is stored, and lets go what lay ready for it', async () => {
    const scene = sharedRelay({ writer: null })
    await send(scene, 'abcdef', 'ghi')
    expect([scene.follower.told, scene.follower.reader.buffered]).toEqual([[lag], 0])
    await expect(scene.follower.take(1)).rejects.toMatchObject({ code: 'ERR_FOLLOWER_TOO_SLOW' })
    expect(await scene.leader.take(2)).toBe('abcdefghi')
  })

  test('is lost to the relay when it fails, and its owner knows how many are left', async () => {
    const counts: number[] = []
    const scene = sharedRelay({ writer: null, onReaderLeft: (readers) => counts.push(readers) })
    await send(scene, 'abcdef', 'ghi')
    expect([counts, scene.relay.readers]).toEqual([[1], 1])
  })

  test('is told at once of an origin that breaks off', async () => {
    const scene = sharedRelay()
    await send(scene, 'abcdef', 'ghi')
    scene.source.fail(new Error('reset'))
    await expect(scene.follower.take(1)).rejects.toThrow('reset')
    expect(scene.follower.told).toEqual([new Error('reset')])
  })

  test('is not one that holds nothing, however large a chunk is', async () => {
    const scene = sharedRelay({ writer: null })
    await send(scene, 'abcdefghijklmnop')
    expect(await scene.follower.take(1)).toBe('abcdefghijklmnop')
  })

  test('that was the last reader leaves a body that nobody wants once the store refuses it', async () => {
    const scene = sharedRelay({ writer: { write: ({ length }) => (length === 2 ? 'refused' : 'accepted') } })
    await send(scene, 'abcdef', 'ghi')
    scene.leader.reader.cancel()
    await send(scene, 'jk')
    expect([scene.follower.told, scene.relay.hasEnded]).toEqual([[lag], true])
    expect(scene.log.at(-1)).toBe('stop source')
  })

  test.each(['before the commit', 'while the store opens it', 'while it reads'] as const)(
    'leaves without a trace %s',
    async (moment) => {
      const rest = new ChunkedBody([whole, whole])
      const opened = deferred<Body>()
      const scene = sharedRelay({ reopen: () => opened.promise })
      const { reader, told } = scene.follower
      const leading = scene.leader.take(4)
      await send(scene, 'abcdef')
      await send(scene, 'ghi')
      await send(scene, 'jkl')
      if (moment === 'before the commit') reader.cancel()
      scene.source.end()
      await settled()
      if (moment === 'while the store opens it') reader.cancel()
      opened.resolve(rest)
      await settled()
      if (moment === 'while it reads') reader.cancel()
      reader.cancel()
      expect([told, scene.ends, await reader.next()]).toStrictEqual([
        ['left'],
        [undefined],
        { done: true, value: undefined },
      ])
      expect([rest.cancelled > 0, await leading]).toEqual([moment !== 'before the commit', `${whole}.`])
    },
  )
})

describe('a slow reader that sets the pace', () => {
  test('holds the store’s bytes instead of its own, once the store has all of them', async () => {
    const stored = bytes(whole)
    const scene = sharedRelay({ reopen: () => bodyAtHand(stored) })
    await send(scene, 'abc', 'def', 'ghi', 'jkl')
    await scene.leader.take(1)
    scene.source.end()
    await settled()
    const { value } = await scene.leader.reader.next()
    expect([value?.buffer === stored.buffer, value, scene.leader.told]).toEqual([
      true,
      bytes('defghijkl'),
      ['done'],
    ])
    expect(await scene.leader.reader.next()).toEqual({ done: true })
  })

  test('gives up a stored body that comes in pieces: what lies ready is enough', async () => {
    const pieces = new ChunkedBody([whole])
    const scene = sharedRelay({ reopen: () => pieces })
    scene.follower.reader.cancel()
    await send(scene, 'abc', 'def', 'ghi', 'jkl')
    scene.source.end()
    await settled()
    expect([await scene.leader.take(5), pieces.cancelled]).toEqual(['abcdefghijkl.', 1])
  })

  test.each([
    ['is too short', (): MaybePromise<Body | undefined> => bodyAtHand(bytes('abc')), 0],
    ['is gone', (): MaybePromise<Body | undefined> => undefined, 0],
    ['cannot be opened', (): MaybePromise<Body | undefined> => Promise.reject(new Error('disk')), 1],
  ] as const)('keeps what lies ready when the store %s', async (_how, reopen, failures) => {
    const scene = sharedRelay({ reopen })
    scene.follower.reader.cancel()
    await send(scene, 'abc', 'def', 'ghi', 'jkl')
    scene.source.end()
    await settled()
    expect([scene.leader.told, scene.failures.length]).toEqual([['done'], failures])
    expect(await scene.leader.take(5)).toBe('abcdefghijkl.')
  })
})
