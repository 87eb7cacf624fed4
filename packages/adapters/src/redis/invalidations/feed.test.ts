import { describe, expect, test } from '@jest/globals'
import type { StoreError } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'
import { redisNames } from '../client/redis-names.ts'
import type { FeedClient, FeedListener } from './feed-client.ts'
import { Feed, type FeedMeans } from './feed.ts'
import type { KeyspaceSetting } from './keyspace-events.ts'

/** A connection to a server of a test's making. */
class FakeFeedClient implements FeedClient {
  readonly said: string[] = []
  readonly refuses: readonly string[]
  events = ''
  ended = false
  /** Answers to PING come, or never. */
  answers: 'yes' | 'never' = 'yes'
  #tell: FeedListener = () => {}
  #gone: (error: unknown) => void = () => {}

  constructor(...refuses: readonly string[]) {
    this.refuses = refuses
  }

  async connect(): Promise<void> {
    this.said.push('connect')
  }

  async send(command: readonly string[]): Promise<unknown> {
    const line = command.join(' ')
    this.said.push(line)
    if (this.refuses.some((refused) => line.startsWith(refused))) throw new Error(`ERR ${line} is refused`)
    if (line === 'CLIENT ID') return 7
    return command[1] === 'GET' ? [Buffer.from('notify-keyspace-events'), Buffer.from(this.events)] : 'OK'
  }

  async listenTo(channel: string, listener: FeedListener): Promise<void> {
    this.said.push(`listen to ${channel}`)
    this.#tell = listener
  }

  async listenToAll(patterns: readonly string[], listener: FeedListener): Promise<void> {
    this.said.push(`listen to all ${patterns.join(' ')}`)
    this.#tell = listener
  }

  ping(): Promise<void> {
    this.said.push('PING')
    return this.answers === 'yes' ? Promise.resolve() : new Promise(() => {})
  }

  onGone(listener: (error: unknown) => void): void {
    this.#gone = listener
  }

  destroy(): void {
    this.ended = true
  }

  tell(message: unknown, channel = ''): void {
    this.#tell(message, channel)
  }

  break(error?: Error): void {
    this.#gone(error)
  }
}

interface Choices {
  readonly by?: FeedMeans
  readonly keyspace?: KeyspaceSetting
  readonly prefix?: string
}

function makeFeed(client: FakeFeedClient, { by, keyspace = 'check', prefix = 'p:' }: Choices = {}) {
  const clock = fakeClock()
  const changed: (readonly string[] | null)[] = []
  const gone: StoreError[] = []
  const options = { names: redisNames(prefix), by, keyspace, pingEvery: 100, pingWithin: 50, clock }
  const listeners = {
    changed: (names: readonly string[] | null) => void changed.push(names),
    gone: (error: StoreError) => void gone.push(error),
  }
  return { feed: new Feed(client, options, listeners), clock, changed, gone }
}

/** What is late is given the chance to have come meanwhile. */
const turns = async () => {
  for (let turn = 0; turn < 4; turn += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('a feed', () => {
  test('has the server send the names of changed keys to the same connection, and listens then', async () => {
    const client = new FakeFeedClient()
    const { feed, changed } = makeFeed(client)
    await feed.open(1000)
    const tracking = 'CLIENT TRACKING ON REDIRECT 7 BCAST PREFIX p:entry:{ PREFIX p:{purges}:ledger'
    expect(client.said).toEqual(['connect', 'CLIENT ID', tracking, 'listen to __redis__:invalidate'])
    client.tell([Buffer.from('p:entry:{a}'), Buffer.from('p:entry:{b}')])
    client.tell(null)
    expect(changed).toEqual([['p:entry:{a}', 'p:entry:{b}'], null])
  })

  test('listens to keyspace messages where tracking is refused, if there are any', async () => {
    const client = new FakeFeedClient('CLIENT TRACKING')
    client.events = 'AK'
    const { feed, changed } = makeFeed(client, { prefix: 'a*[b]' })
    await feed.open(1000)
    expect(client.said.slice(-2)).toEqual([
      'CONFIG GET notify-keyspace-events',
      String.raw`listen to all __keyspace@*__:a\*\[b\]entry:{* __keyspace@*__:a\*\[b\]{purges}:ledger`,
    ])
    client.tell(Buffer.from('hset'), '__keyspace@0__:a*[b]entry:{__:}')
    expect(changed).toEqual([['a*[b]entry:{__:}']])
  })

  test.each([
    ['refuses tracking where nothing else is to be', { by: 'tracking' }, ['CLIENT TRACKING'], 'TRACKING'],
    ['does not publish what is needed', { by: 'keyspace' }, [], "is '', and 'Kghxe' is missing"],
    ['does not say what it publishes', { by: 'keyspace' }, ['CONFIG'], "set keyspace to 'assume' if it does"],
  ] as readonly [string, Choices, readonly string[], string][])(
    'is not opened where the server %s',
    async (_, choices, refuses, message) => {
      const client = new FakeFeedClient(...refuses)
      const { feed, gone, clock } = makeFeed(client, choices)
      await expect(feed.open(1000)).rejects.toThrow(message)
      expect([client.ended, gone, clock.pending()]).toEqual([true, [], 0])
    },
  )

  test('switches on what is missing, where it may, and leaves what is on; or believes that it is', async () => {
    const client = new FakeFeedClient()
    client.events = 'Elx'
    await makeFeed(client, { by: 'keyspace', keyspace: 'enable' }).feed.open(1000)
    expect(client.said).toContain('CONFIG SET notify-keyspace-events ElxKghe')
    const silent = new FakeFeedClient('CONFIG')
    await makeFeed(silent, { by: 'keyspace', keyspace: 'assume' }).feed.open(1000)
    expect(silent.said.at(-1)).toBe(
      'listen to all __keyspace@*__:p:entry:{* __keyspace@*__:p:{purges}:ledger',
    )
  })

  test('goes on for as long as it is answered, and is gone when it is not', async () => {
    const client = new FakeFeedClient()
    const { feed, clock, gone } = makeFeed(client)
    await feed.open(1000)
    for (let time = 0; time < 3; time += 1) {
      clock.advance(100)
      await turns()
    }
    expect([client.said.filter((line) => line === 'PING').length, gone]).toEqual([3, []])
    client.answers = 'never'
    clock.advance(100)
    clock.advance(49)
    await turns()
    expect(gone).toEqual([])
    clock.advance(1)
    await turns()
    expect(gone).toMatchObject([{ code: 'ERR_STORE_TIMEOUT' }])
    expect([client.ended, clock.pending()]).toEqual([true, 0])
  })

  test('is gone once, and tells nothing after that', async () => {
    const client = new FakeFeedClient()
    const { feed, gone, changed } = makeFeed(client)
    await feed.open(1000)
    client.break(new Error('ECONNRESET'))
    client.break()
    client.tell([Buffer.from('p:entry:{a}')])
    expect(gone).toMatchObject([{ code: 'ERR_STORE_FAILED' }])
    expect(changed).toEqual([])
  })

  test('that is closed is not told of as gone', async () => {
    const client = new FakeFeedClient()
    const { feed, gone, clock } = makeFeed(client)
    await feed.open(1000)
    feed.close()
    client.break()
    expect([gone, clock.pending(), client.ended]).toEqual([[], 0, true])
  })

  test('that does not come to be open in time is given up', async () => {
    const client = new FakeFeedClient()
    client.connect = () => new Promise(() => {})
    const { feed, clock } = makeFeed(client)
    const opened = feed.open(1000)
    clock.advance(1000)
    await expect(opened).rejects.toMatchObject({ code: 'ERR_STORE_TIMEOUT' })
    expect(client.ended).toBe(true)
  })
})
