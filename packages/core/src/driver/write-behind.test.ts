import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.ts'
import { relayLimits } from '../testing/relay-limits.ts'
import { loggedWriter, relayScene, send, settled } from '../testing/relay-scene.ts'
import { RelayWriter } from './relay-writer.ts'
import { WriteBehind } from './write-behind.ts'

/** A store that answers each call when the test says so, the oldest first. */
const patientWriter = () => {
  const open: (() => void)[] = []
  const later = <Answer>(answer: Answer) =>
    new Promise<Answer>((resolve) => {
      open.push(() => {
        resolve(answer)
      })
    })
  const answer = async (): Promise<void> => {
    open.shift()?.()
    await settled()
  }
  return { answer, write: () => later('accepted' as const), commit: () => later('stored' as const) }
}

const setUp = (behind: WriteBehind) => {
  const clock = fakeClock()
  const log: string[] = []
  const store = patientWriter()
  const writer = new RelayWriter(loggedWriter(log, store), {
    clock,
    ...relayLimits(clock),
    behind,
    onWriteFailure: (error) => log.push(String(error)),
    onWriterGone: (why) => log.push(`gone: ${why}`),
  })
  /** Writes so many bytes, and tells when more may be written. */
  const write = (bytes: number): { room: 'yes' | 'no' } => {
    const told: { room: 'yes' | 'no' } = { room: 'no' }
    const room = writer.write(new Uint8Array(bytes))
    if (room === undefined) told.room = 'yes'
    else void room.then(() => (told.room = 'yes'))
    return told
  }
  return { clock, log, store, writer, write, behind }
}

describe('a writer whose store takes its time', () => {
  test('takes on what has room, and passes it on piece by piece, in its order', async () => {
    const { log, store, writer, write, behind } = setUp(new WriteBehind({ maxBytes: 10 }))
    expect([write(4), write(6)]).toEqual([{ room: 'yes' }, { room: 'yes' }])
    const third = write(5)
    expect([third.room, behind.bytes, log]).toEqual(['no', 15, ['write 4']])
    await store.answer()
    expect([third.room, behind.bytes, log]).toEqual(['no', 11, ['write 4', 'write 6']])
    await store.answer()
    expect([third.room, behind.bytes]).toEqual(['yes', 5])
    const committed = writer.commit()
    expect(log).toEqual(['write 4', 'write 6', 'write 5'])
    await store.answer()
    await store.answer()
    await committed
    expect([log.at(-1), writer.state, behind.bytes]).toEqual(['commit', 'stored', 0])
  })

  test('shares the room with all others, of which each may hold one piece', async () => {
    const behind = new WriteBehind({ maxBytes: 10, maxTotalBytes: 12 })
    const one = setUp(behind)
    const other = setUp(behind)
    expect([one.write(8).room, one.write(2).room]).toEqual(['yes', 'yes'])
    const third = one.write(4)
    const first = other.write(8)
    expect([third.room, first.room, behind.bytes]).toEqual(['no', 'no', 22])
    await other.store.answer()
    expect([third.room, first.room, behind.bytes]).toEqual(['no', 'yes', 14])
    await one.store.answer()
    expect([third.room, behind.bytes]).toEqual(['yes', 6])
  })

  test.each(['given up', 'too late', 'refused'] as const)(
    'gives back its room when it is %s',
    async (how) => {
      const { clock, log, store, writer, write, behind } = setUp(new WriteBehind({ maxBytes: 4 }))
      if (how === 'refused') store.write = () => Promise.resolve('refused' as never)
      const waiting = [write(4), write(4)]
      if (how === 'given up') writer.abort()
      if (how === 'too late') clock.advance(2_000)
      await settled()
      expect(waiting).toEqual([{ room: 'yes' }, { room: 'yes' }])
      expect([behind.bytes, writer.state, clock.pending()]).toEqual([0, 'gone', 0])
      const ends = {
        'given up': ['abort'],
        'too late': ['abort', 'StoreError: the store took longer than 2 s for a write', 'gone: failed'],
        refused: ['gone: refused'],
      }
      expect(log).toEqual(['write 4', ...ends[how]])
      expect(write(4)).toEqual({ room: 'yes' })
    },
  )

  test('goes on at once where the store answers at once again, and breaks where it throws', async () => {
    const { log, store, writer, write } = setUp(new WriteBehind())
    write(1)
    write(2)
    write(3)
    let calls = 0
    store.write = () => {
      calls += 1
      if (calls === 2) throw new Error('disk full')
      return 'accepted' as never
    }
    await store.answer()
    expect([log, writer.state]).toEqual([
      ['write 1', 'write 2', 'write 3', 'abort', 'Error: disk full', 'gone: failed'],
      'gone',
    ])
  })

  test('is watched call by call: time in which the origin sends nothing does not count', async () => {
    const { clock, store, writer, write } = setUp(new WriteBehind())
    write(1)
    clock.advance(1_500)
    await store.answer()
    clock.advance(60_000)
    write(1)
    clock.advance(1_500)
    await store.answer()
    expect(writer.state).toBe('open')
  })
})

describe('a body that is stored by a slow store', () => {
  const slow = (maxBytes: number) => {
    const store = patientWriter()
    const behind = new WriteBehind({ maxBytes })
    return { store, ...relayScene({ writer: store, behind, storeDeadline: 60_000, window: 1_000 }) }
  }

  test('comes to its reader at the pace of the origin, as long as there is room', async () => {
    const { store, source, relay, join, log, ends } = slow(100)
    const reader = join('leader')
    relay.start()
    await send({ source }, 'abc', 'def')
    source.end()
    expect(await reader.take(3)).toBe('abcdef.')
    expect([reader.told, log, ends]).toEqual([['done'], ['write 3'], []])
    for (let calls = 0; calls < 3; calls += 1) await store.answer()
    expect([log, ends]).toEqual([['write 3', 'write 3', 'commit'], [undefined]])
  })

  test('keeps its reader waiting for the budget at most, all stalls together, and is given up then', async () => {
    const { store, clock, source, relay, join, log, failures, gone } = slow(0)
    const reader = join('leader')
    relay.start()
    await send({ source }, 'a')
    expect(await reader.take(1)).toBe('a')
    for (const piece of ['b', 'c']) {
      clock.advance(900)
      await store.answer()
      await send({ source }, piece)
      expect(await reader.take(1)).toBe(piece)
    }
    await send({ source }, 'd')
    clock.advance(199)
    await settled()
    expect([log.at(-1), failures]).toEqual(['write 1', []])
    clock.advance(2)
    await settled()
    expect([gone, log.at(-1)]).toEqual([['failed'], 'abort'])
    expect(failures).toEqual([expect.objectContaining({ code: 'ERR_STORE_TIMEOUT' })])
    expect(await reader.take(1)).toBe('d')
    source.end()
    expect(await reader.take(1)).toBe('.')
    expect(clock.pending()).toBe(0)
  })

  test('costs a reader nothing that has enough to read, and from then on that it has not', async () => {
    const { clock, source, relay, join, gone } = slow(0)
    const reader = join('leader')
    relay.start()
    await send({ source }, 'a', 'b')
    clock.advance(1_500)
    await settled()
    expect(await reader.take(1)).toBe('a')
    await settled()
    clock.advance(1_999)
    await settled()
    expect(gone).toEqual([])
    clock.advance(1)
    await settled()
    expect(gone).toEqual(['failed'])
  })

  test('costs nobody anything while nobody reads', async () => {
    const { store, clock, source, relay, gone, ends } = slow(0)
    relay.start()
    for (let pieces = 0; pieces < 5; pieces += 1) {
      await send({ source }, 'a')
      clock.advance(1_500)
      await store.answer()
    }
    expect([gone, ends]).toEqual([[], []])
  })

  test('costs a reader nothing that has read all while the store waits for the origin', async () => {
    const { store, clock, source, relay, join, gone } = slow(0)
    const reader = join('leader')
    relay.start()
    await send({ source }, 'a')
    await store.answer()
    expect(await reader.take(1)).toBe('a')
    await settled()
    clock.advance(5_000)
    await settled()
    expect(gone).toEqual([])
  })

  test('takes as long as it is long, where the store keeps its pace', async () => {
    const { store, clock, source, relay, join, gone } = slow(0)
    const reader = join('leader')
    relay.start()
    for (let pieces = 0; pieces < 30; pieces += 1) {
      source.push(new Uint8Array(1024 * 1024))
      await settled()
      await reader.reader.next()
      clock.advance(125)
      await store.answer()
    }
    expect(gone).toEqual([])
  })
})
