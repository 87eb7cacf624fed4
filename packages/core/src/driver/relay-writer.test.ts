import { describe, expect, test } from '@jest/globals'
import { fakeClock } from '../testing/fake-clock.ts'
import { relayLimits } from '../testing/relay-limits.ts'
import { loggedWriter, relayScene, settled, type RelayScript } from '../testing/relay-scene.ts'
import { RelayWriter } from './relay-writer.ts'

type Answer = 'accepted' | 'refused'

/** Answers that the test gives when it likes, in the order of the questions. */
const patientStore = () => {
  const open: ((answer: Answer | Promise<never>) => void)[] = []
  const write = () =>
    new Promise<Answer>((resolve) => {
      open.push(resolve)
    })
  return { write, answer: (answer: Answer | Promise<never>) => open.shift()?.(answer) }
}

const setUp = (script: NonNullable<RelayScript['writer']>) => {
  const clock = fakeClock()
  const log: string[] = []
  const writer = new RelayWriter(loggedWriter(log, script), {
    clock,
    ...relayLimits(clock),
    onWriteFailure: (error) => log.push(String(error)),
    onWriterGone: (why) => log.push(`gone: ${why}`),
  })
  return { clock, log, writer }
}

const chunk = new Uint8Array(3)
const broken = () => {
  throw new Error('disk full')
}

describe('the writer of a relay', () => {
  test('makes no promise where the store answers at once', () => {
    const { writer, log, clock } = setUp({})
    expect([writer.write(chunk), writer.state, writer.commit(), writer.state]).toEqual([
      undefined,
      'open',
      undefined,
      'stored',
    ])
    writer.abort()
    expect([log, clock.pending(), writer.state]).toEqual([['write 3', 'commit'], 0, 'stored'])
  })

  test.each([
    ['write', { write: () => 'refused' as const }, ['write 3', 'gone: refused']],
    ['commit', { commit: () => 'refused' as const }, ['write 3', 'commit', 'gone: refused']],
  ])('tells of a %s that is refused, and asks nothing more', (_call, script, told) => {
    const { writer, log } = setUp(script)
    for (let turn = 0; turn < 2; turn += 1) {
      void writer.write(chunk)
      if (writer.state === 'open' && 'commit' in script) void writer.commit()
    }
    void writer.commit()
    expect([log, writer.state]).toEqual([told, 'gone'])
  })

  test('gives up a store that takes too long, once', async () => {
    const store = patientStore()
    const { writer, log, clock } = setUp(store)
    let went = 'waiting'
    void writer.write(chunk)?.then(() => (went = 'on'))
    clock.advance(1_999)
    expect([log, went]).toEqual([['write 3'], 'waiting'])
    clock.advance(1)
    store.answer(Promise.reject(new Error('late')))
    await settled()
    const late = 'StoreError: the store took longer than 2 s for a write'
    expect([log, went, clock.pending()]).toEqual([['write 3', 'abort', late, 'gone: failed'], 'on', 0])
  })

  test('lets who waits go on once it is given up, whatever the store still answers', async () => {
    for (const answer of ['refused', 'accepted', Promise.reject(new Error('aborted'))] as const) {
      const store = patientStore()
      const { writer, log, clock } = setUp(store)
      const written = writer.write(chunk)
      writer.abort()
      await written
      store.answer(answer)
      await settled()
      expect([log, writer.state, clock.pending()]).toEqual([['write 3', 'abort'], 'gone', 0])
    }
  })

  test('tells of a store that cannot even give up', () => {
    const { writer, log } = setUp({ write: broken, abort: broken })
    void writer.write(chunk)
    const told = ['write 3', 'abort', 'Error: disk full', 'Error: disk full', 'gone: failed']
    expect([log, writer.state]).toEqual([told, 'gone'])
  })
})

describe('a store that is asked beforehand', () => {
  test.each([
    ['refuses', () => 'refused' as const, ['write 0']],
    ['breaks', broken, ['write 0', 'abort', 'Error: disk full']],
  ])('and %s at once gets nothing of the body', (_what, write, told) => {
    const { writer, log } = setUp({ write })
    expect(writer.probe()).toBe('refused')
    expect([writer.write(chunk), writer.commit(), log]).toEqual([undefined, undefined, told])
  })

  test.each(['accepted', 'refused'] as const)('and has %s later gets the rest only then', async (answer) => {
    const store = patientStore()
    const { writer, log } = setUp(store)
    expect(writer.probe()).toBe('accepted')
    const written = writer.write(chunk)
    await settled()
    expect(log).toEqual(['write 0'])
    store.answer(answer)
    await settled()
    expect(log).toEqual(['write 0', answer === 'accepted' ? 'write 3' : 'gone: refused'])
    store.answer('accepted')
    await written
  })

  test('is asked to commit an empty body only when it has answered', async () => {
    const store = patientStore()
    const { writer, log } = setUp(store)
    writer.probe()
    const committed = writer.commit()
    await settled()
    expect(log).toEqual(['write 0'])
    store.answer('accepted')
    await committed
    expect([log, writer.state]).toEqual([['write 0', 'commit'], 'stored'])
  })

  test.each([
    [3, 'probe', 'refused', ['write 0']],
    [undefined, 'probe', 'accepted', []],
    [3, undefined, 'accepted', []],
  ] as const)('is told of an announced length of %s, with %s', (expected, probe, answer, asked) => {
    const { relay, log, gone } = relayScene({ writer: null, expected })
    expect(relay.storeWith(loggedWriter(log, { write: () => 'refused' }), probe)).toBe(answer)
    expect([log, gone]).toEqual([asked, []])
  })

  test('does not keep the clients waiting for the first piece', async () => {
    const { relay, log, source, join } = relayScene({ writer: null, expected: 3 })
    const store = patientStore()
    relay.storeWith(loggedWriter(log, store), 'probe')
    const leader = join('leader')
    relay.start()
    source.push('abc')
    source.end()
    expect(await leader.take(1)).toBe('abc')
    expect([log, source.unread]).toEqual([['write 0'], 0])
    store.answer('accepted')
    await settled()
    store.answer('accepted')
    await settled()
    expect([log, leader.told]).toEqual([['write 0', 'write 3', 'commit'], ['done']])
  })
})

describe('a body of which nothing may be stored any more', () => {
  test.each(['at once', 'later'] as const)('goes on to its readers; the store answers %s', async (when) => {
    const store = when === 'later' ? patientStore() : {}
    const { relay, source, log, gone, join, ends, clock } = relayScene({ writer: store })
    const leader = join('leader')
    const follower = join('follower')
    relay.start()
    source.push('abc')
    await settled()
    relay.discardWrite()
    relay.discardWrite()
    source.push('def')
    source.end()
    await settled()
    expect([log, gone, ends, clock.pending()]).toStrictEqual([['write 3', 'abort'], [], [undefined], 0])
    expect([await leader.take(3), await follower.take(3)]).toEqual(['abcdef.', 'abcdef.'])
    expect([leader.told, follower.told]).toEqual([['done'], ['done']])
  })

  test('is lost for those who wait for the store, also while it commits', async () => {
    for (const moment of ['on its way', 'committing'] as const) {
      const commit = () => new Promise<'stored'>(() => undefined)
      const { relay, source, join, ends, clock } = relayScene({ writer: { commit } })
      const leader = join('leader')
      const follower = join('follower')
      relay.start()
      for (const piece of ['abcdef', 'ghi', 'jkl']) source.push(piece)
      await settled()
      if (moment === 'committing') source.end()
      await settled()
      expect(follower.told).toEqual([])
      relay.discardWrite()
      expect(follower.told).toEqual([expect.objectContaining({ code: 'ERR_FOLLOWER_TOO_SLOW' })])
      source.end()
      expect(await leader.take(4)).toBe('abcdefghijkl.')
      await settled()
      expect([ends, clock.pending()]).toStrictEqual([[undefined], 0])
    }
  })

  test('is stopped when nobody reads it', async () => {
    const { relay, source, log } = relayScene()
    relay.start()
    source.push('abc')
    await settled()
    relay.discardWrite()
    source.push('def')
    await settled()
    expect(log).toEqual(['write 3', 'abort', 'stop source'])
  })
})
