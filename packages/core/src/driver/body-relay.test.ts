import { describe, expect, test } from '@jest/globals'
import type { StoreWriter } from '../ports/store.ts'
import { fakeBody } from '../testing/fake-body.ts'
import { fakeClock } from '../testing/fake-clock.ts'
import { relayLimits } from '../testing/relay-limits.ts'
import { BodyRelay } from './body-relay.ts'
import { RelayReader } from './relay-reader.ts'

/** All microtasks, and with them all promises that are settled. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve()
}

interface Script {
  readonly write?: StoreWriter['write']
  readonly commit?: StoreWriter['commit']
  readonly expected?: number
  readonly without?: 'writer' | 'reader'
}

const setUp = ({ write, commit, expected, without }: Script = {}) => {
  const clock = fakeClock()
  const source = fakeBody()
  const log: string[] = []
  const ends: unknown[] = []
  const failures: unknown[] = []
  const writer: StoreWriter = {
    write: (chunk) => {
      log.push(`write ${chunk.length}`)
      return write?.(chunk) ?? 'accepted'
    },
    commit: () => {
      log.push('commit')
      return commit?.() ?? 'stored'
    },
    abort: () => void log.push('abort'),
  }
  const reader = new RelayReader(undefined, {
    done: () => log.push('done'),
    failed: (error) => log.push(`failed ${String(error)}`),
    left: () => {
      log.push('left')
      relay.dropReader(reader)
    },
  })
  const relay: BodyRelay = new BodyRelay(source, {
    clock,
    idle: 60_000,
    ...relayLimits(clock),
    expected,
    window: 1024 * 1024,
    onSourceEnd: () => {
      relay.commit()
    },
    onWriterGone: () => undefined,
    reopen: () => undefined,
    stopSource: () => void log.push('stop source'),
    onWriteFailure: (error) => void failures.push(error),
    onEnd: (failure) => void ends.push(failure),
  })
  if (without !== 'writer') relay.storeWith(writer)
  if (without !== 'reader') relay.readBy(reader, 'leader')
  relay.start()
  return { clock, source, reader, relay, log, ends, failures }
}

const kibibytes = (count: number) => new Uint8Array(count * 1024)

describe('a relay between origin, store and client', () => {
  test('stores and delivers the same body, and commits before the client sees the end', async () => {
    const { source, reader, log, ends, clock } = setUp({ expected: 3 })
    source.push('abc')
    source.end()
    await settle()
    expect(log).toEqual(['write 3', 'commit', 'done'])
    expect((await reader.next()).value).toHaveLength(3)
    expect([ends, clock.pending()]).toStrictEqual([[undefined], 0])
  })

  test('goes on storing at full pace for a client that reads nothing', async () => {
    const { source, log } = setUp()
    for (let count = 0; count < 8; count += 1) source.push(kibibytes(128))
    source.end()
    await settle()
    expect(log.at(-2)).toBe('commit')
  })

  test('goes on storing when the client leaves', async () => {
    const { source, reader, log } = setUp()
    source.push('a')
    await settle()
    reader.cancel()
    source.push('b')
    source.end()
    await settle()
    expect(log).toEqual(['write 1', 'left', 'write 1', 'commit'])
  })

  test('stops the origin when the client leaves and nothing is stored', async () => {
    const { source, reader, log, ends } = setUp({ without: 'writer' })
    source.push('a')
    await settle()
    reader.cancel()
    expect(log).toEqual(['left', 'stop source'])
    expect(ends).toStrictEqual([expect.objectContaining({ code: 'ERR_BACKEND_CANCELLED' })])
    source.push('b')
    await settle()
    expect(ends).toHaveLength(1)
  })

  test('keeps the pace of the client when nothing is stored: what lies ready is bounded', async () => {
    const { source, reader } = setUp({ without: 'writer' })
    for (let count = 0; count < 8; count += 1) source.push(kibibytes(128))
    await settle()
    expect([reader.buffered, source.unread]).toEqual([256 * 1024, 6])
    await reader.next()
    await reader.next()
    await settle()
    expect([reader.buffered, source.unread]).toEqual([256 * 1024, 4])
  })

  test('delivers what the store refuses, from then on at the pace of the client', async () => {
    const { source, reader, log } = setUp({ write: () => 'refused' })
    for (let count = 0; count < 4; count += 1) source.push(kibibytes(128))
    await settle()
    expect([log, reader.buffered]).toEqual([['write 131072'], 256 * 1024])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('disk full')
      },
    ],
    ['rejects', () => Promise.reject(new Error('disk full'))],
  ])('delivers what the store fails to write, and tells of it: the write %s', async (_how, write) => {
    const { source, log, failures } = setUp({ write })
    source.push('a')
    source.push('b')
    source.end()
    await settle()
    expect(log).toEqual(['write 1', 'abort', 'done'])
    expect(failures).toEqual([new Error('disk full')])
  })

  test.each([
    [
      'throws',
      () => {
        throw new Error('disk full')
      },
      ['commit', 'abort', 'done'],
    ],
    ['rejects', () => Promise.reject(new Error('disk full')), ['commit', 'done', 'abort']],
  ])('tells of a commit that fails, of which the client sees nothing: it %s', async (_how, commit, order) => {
    const { source, log, failures, ends } = setUp({ commit })
    source.end()
    await settle()
    expect(log).toEqual(order)
    expect([failures, ends]).toStrictEqual([[new Error('disk full')], [undefined]])
  })

  test('lets the client have each piece while the store is still writing it', async () => {
    const { source, reader, clock, log, failures } = setUp({ write: () => new Promise(() => undefined) })
    source.push('a')
    source.push('b')
    expect((await reader.next()).value).toHaveLength(1)
    expect(source.unread).toBe(1)
    clock.advance(2_000)
    expect((await reader.next()).value).toHaveLength(1)
    expect(log).toEqual(['write 1', 'abort'])
    expect(failures).toEqual([expect.objectContaining({ code: 'ERR_STORE_TIMEOUT' })])
  })

  test('gives up a commit that never comes', async () => {
    const { source, clock, ends, failures, log } = setUp({ commit: () => new Promise(() => undefined) })
    source.end()
    await settle()
    expect([log, ends]).toStrictEqual([['commit', 'done'], []])
    clock.advance(2_000)
    await settle()
    expect([failures, ends]).toStrictEqual([
      [expect.objectContaining({ code: 'ERR_STORE_TIMEOUT' })],
      [undefined],
    ])
  })

  test('stores nothing of a body that breaks off, and the client sees the error', async () => {
    const { source, reader, log, ends } = setUp()
    source.push('a')
    source.fail(new Error('reset'))
    await settle()
    expect(log).toEqual(['write 1', 'abort', 'failed Error: reset', 'stop source'])
    expect(ends).toStrictEqual([new Error('reset')])
    await reader.next()
    await expect(reader.next()).rejects.toThrow('reset')
  })

  test.each([
    ['shorter', 'ab'],
    ['longer', 'abcd'],
  ])('stores nothing of a body that is %s than announced', async (_what, text) => {
    const { source, log, ends } = setUp({ expected: 3 })
    source.push(text)
    source.end()
    await settle()
    expect(log).not.toContain('commit')
    expect(ends).toStrictEqual([expect.objectContaining({ code: 'ERR_BACKEND_SHORT_BODY' })])
  })

  test('gives up an origin that is silent for too long, but not one that is slow', async () => {
    const { source, clock, log, ends } = setUp()
    for (let count = 0; count < 5; count += 1) {
      clock.advance(50_000)
      source.push('a')
      await settle()
    }
    expect(ends).toStrictEqual([])
    clock.advance(60_000)
    expect(log.slice(-3)).toEqual([
      'abort',
      'failed BackendError: the origin sent no more of the body within 60 s',
      'stop source',
    ])
    expect([ends, clock.pending()]).toStrictEqual([
      [expect.objectContaining({ code: 'ERR_BACKEND_TIMEOUT' })],
      0,
    ])
  })

  test('does not count the client’s slowness as the origin’s silence', async () => {
    const { source, clock, ends } = setUp({ without: 'writer' })
    source.push(kibibytes(512))
    await settle()
    clock.advance(600_000)
    expect(ends).toStrictEqual([])
  })

  test('reads a short body that nobody wants to its end, and stops a long one', async () => {
    for (const [size, stopped] of [
      [32, false],
      [128, true],
    ] as const) {
      const clock = fakeClock()
      const source = fakeBody()
      let stops = 0
      const relay = new BodyRelay(source, {
        clock,
        idle: 1_000,
        ...relayLimits(clock),
        expected: undefined,
        window: 1024 * 1024,
        onSourceEnd: () => undefined,
        onWriterGone: () => undefined,
        reopen: () => undefined,
        stopSource: () => void (stops += 1),
        onWriteFailure: () => undefined,
        onEnd: () => undefined,
      })
      relay.discard()
      relay.start()
      source.push(kibibytes(size))
      source.end()
      await settle()
      expect([relay.hasEnded, stops > 0]).toEqual([true, stopped])
    }
  })

  test('that is stopped keeps nothing', async () => {
    const { source, relay, log, ends } = setUp({ without: 'reader' })
    source.push('a')
    await settle()
    relay.stop()
    relay.stop()
    expect(log).toEqual(['write 1', 'abort', 'stop source'])
    expect(ends).toHaveLength(1)
  })
})
