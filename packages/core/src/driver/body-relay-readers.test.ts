import { describe, expect, test } from '@jest/globals'
import { ChunkedBody } from '../testing/chunked-body.ts'
import { deferred, relayScene, send, settled, sharedRelay } from '../testing/relay-scene.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('a relay with several readers', () => {
  test('gives each the same chunks at its own pace, the first before the last has come', async () => {
    const scene = sharedRelay()
    const waiting = scene.follower.reader.next()
    const chunk = bytes('abcd')
    scene.source.push(chunk)
    expect((await waiting).value).toBe(chunk)
    expect((await scene.leader.reader.next()).value).toBe(chunk)
    await send(scene, 'ef', 'gh')
    expect(await scene.leader.take(2)).toBe('efgh')
    scene.source.end()
    await settled()
    expect(await scene.follower.take(3)).toBe('efgh.')
    expect([scene.leader.told, scene.follower.told]).toEqual([['done'], ['done']])
    expect([scene.ends, scene.clock.pending(), scene.relay.readers]).toStrictEqual([[undefined], 0, 0])
  })

  test('holds no more than the window for those who follow, however many and slow they are', async () => {
    const { relay, leader, follower, source, join } = sharedRelay({ reopen: () => new ChunkedBody(['abcd']) })
    const others = Array.from({ length: 20 }, () => join('follower'))
    for (let count = 0; count < 100; count += 1) {
      source.push('abcd')
      await leader.take(1)
      await others[0]?.take(count % 3)
      for (const { reader } of [follower, ...others]) expect(reader.buffered).toBeLessThanOrEqual(8)
    }
    expect([leader.reader.buffered, relay.readers]).toEqual([0, 22])
  })

  test('keeps the origin at the pace of the leader when nothing is stored, then of who has read for longest', async () => {
    const scene = sharedRelay({ writer: null, window: 2 ** 20 })
    const large = 'x'.repeat(200 * 1024)
    await send(scene, large, large, large, large, large)
    expect([scene.leader.reader.buffered / large.length, scene.source.unread]).toEqual([2, 3])
    scene.relay.dropReader(scene.leader.reader)
    await settled()
    expect([scene.follower.reader.buffered / large.length, scene.source.unread]).toEqual([2, 3])
    await scene.follower.take(2)
    await settled()
    expect([scene.follower.reader.buffered / large.length, scene.source.unread]).toEqual([2, 1])
  })

  test('goes on for the others when one leaves, and stops the origin when nobody is left', async () => {
    const scene = sharedRelay({ writer: null })
    await send(scene, 'ab')
    scene.leader.reader.cancel()
    await send(scene, 'cd')
    expect(await scene.follower.take(2)).toBe('abcd')
    expect(scene.log).toEqual([])
    scene.follower.reader.cancel()
    expect([scene.log, scene.relay.hasReader]).toEqual([['stop source'], false])
    expect([scene.leader.told, scene.follower.told]).toEqual([['left'], ['left']])
  })

  test('asks its owner whether to go on, where it has one, and only until all has come', async () => {
    const counts: number[] = []
    const scene = sharedRelay({ writer: null, onReaderLeft: (readers) => counts.push(readers) })
    const third = scene.join('follower')
    third.reader.cancel()
    scene.relay.dropReader(third.reader)
    scene.leader.reader.cancel()
    scene.follower.reader.cancel()
    expect([counts, scene.log]).toEqual([[2, 1, 0], []])
    const { leader, relay, source, ...ended } = sharedRelay({
      onReaderLeft: (readers) => counts.push(readers),
    })
    source.end()
    await settled()
    relay.dropReader(leader.reader)
    expect([counts.length, ended.ends]).toStrictEqual([3, [undefined]])
  })

  test('gives everybody what lies ready and then the error, when the origin breaks off', async () => {
    const scene = sharedRelay()
    await send(scene, 'abcdef', 'gh')
    await scene.leader.take(1)
    const slow = scene.follower.take(3)
    await send(scene, 'ij')
    const error = new Error('reset')
    scene.source.fail(error)
    expect(await scene.leader.take(2)).toBe('ghij')
    await expect(scene.leader.take(1)).rejects.toBe(error)
    expect(await slow).toBe('abcdefghij')
    await expect(scene.follower.take(1)).rejects.toBe(error)
    expect([scene.leader.told, scene.follower.told, scene.ends]).toStrictEqual([[error], [error], [error]])
  })

  test('that is stopped fails whoever reads still, before its owner hears of the end', async () => {
    const order: string[] = []
    const scene = sharedRelay()
    const { ends, leader, follower, relay } = scene
    ends.push = () => order.push(`ended after ${leader.told.length} and ${follower.told.length}`)
    const waiting = leader.reader.next()
    relay.stop()
    relay.stop()
    const cancelled = { code: 'ERR_BACKEND_CANCELLED' }
    await expect(waiting).rejects.toMatchObject(cancelled)
    expect([leader.told, follower.told]).toMatchObject([[cancelled], [cancelled]])
    expect([order, scene.log]).toEqual([['ended after 1 and 1'], ['abort', 'stop source']])
  })

  test('is told to stop once, by whoever hears of its end', async () => {
    const scene = sharedRelay()
    const { relay, leader, follower } = scene
    const seen: unknown[] = []
    leader.told.push = () => {
      relay.stop()
      return seen.push(relay.isWhole)
    }
    scene.source.fail(new Error('reset'))
    await settled()
    expect([seen, follower.told]).toEqual([[false], [new Error('reset')]])
    expect([scene.ends, scene.log]).toStrictEqual([[new Error('reset')], ['abort', 'stop source']])
  })

  test('that is stopped while it commits has ended, once', async () => {
    const scene = sharedRelay({ writer: { commit: () => new Promise<'stored'>(() => {}) } })
    scene.source.end()
    await settled()
    scene.relay.stop()
    await settled()
    expect(scene.ends).toStrictEqual([expect.objectContaining({ code: 'ERR_BACKEND_CANCELLED' })])
    expect([scene.leader.told, scene.log]).toEqual([['done'], ['commit', 'abort', 'stop source']])
  })

  test('fails its readers when its owner does not know what to do with the end', async () => {
    const wrong = new Error('illegal')
    const scene = sharedRelay({
      onSourceEnd: () => {
        throw wrong
      },
    })
    scene.source.end()
    await settled()
    expect([scene.leader.told, scene.ends, scene.log]).toStrictEqual([
      [wrong],
      [wrong],
      ['abort', 'stop source'],
    ])
  })

  test('keeps nothing in the store that its owner did not commit', async () => {
    const scene = sharedRelay({ onSourceEnd: () => undefined })
    await send(scene, 'a')
    scene.relay.commit()
    scene.source.end()
    await settled()
    expect([scene.log, scene.leader.told, scene.ends]).toStrictEqual([
      ['write 1', 'abort'],
      ['done'],
      [undefined],
    ])
  })
})

describe('a reader that comes late', () => {
  test('gets the body from its first byte, as long as the window holds all that has passed', async () => {
    const scene = sharedRelay()
    await send(scene, 'abc', 'def')
    expect(scene.relay.isWhole).toBe(true)
    const late = scene.join('follower')
    await send(scene, 'g')
    expect(await late.take(3)).toBe('abcdefg')
    await send(scene, 'hi')
    expect(scene.relay.isWhole).toBe(false)
    expect(() => scene.join('follower')).toThrow('the beginning of the body was gone')
    scene.source.end()
    expect(await late.take(2)).toBe('hi.')
  })

  test('gets all of it while the commit is pending, and is done at once', async () => {
    const commit = deferred<'stored'>()
    const scene = sharedRelay({ writer: { commit: () => commit.promise } })
    await send(scene, 'abc')
    scene.source.end()
    await settled()
    const late = scene.join('follower')
    expect([late.told, await late.take(2)]).toEqual([['done'], 'abc.'])
    commit.resolve('stored')
    await settled()
    expect([scene.ends, scene.relay.isWhole]).toStrictEqual([[undefined], false])
  })

  test('gets a body that came at once from the first byte, while the store writes it', async () => {
    const written = deferred<'accepted'>()
    const scene = sharedRelay({ whole: bytes('abcdefghijkl'), writer: { write: () => written.promise } })
    const late = scene.join('follower')
    written.resolve('accepted')
    expect([await late.take(2), await scene.leader.take(2)]).toEqual(['abcdefghijkl.', 'abcdefghijkl.'])
    expect([scene.log, scene.ends]).toStrictEqual([['write 12', 'commit'], [undefined]])
  })

  test('finds nothing kept of a body that is not stored', async () => {
    const scene = sharedRelay({ writer: null })
    expect(scene.relay.isWhole).toBe(true)
    await send(scene, 'a')
    expect(scene.relay.isWhole).toBe(false)
  })

  test('takes the pace from who had it, where it leads', async () => {
    const scene = relayScene({ writer: null, window: 2 ** 20 })
    const first = scene.join('follower')
    const leader = scene.join('leader')
    scene.relay.start()
    const large = 'x'.repeat(300 * 1024)
    await send(scene, large, large)
    await first.take(1)
    await settled()
    expect(scene.source.unread).toBe(1)
    await leader.take(1)
    await settled()
    expect(scene.source.unread).toBe(0)
  })
})
