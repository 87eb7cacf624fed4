import { memoryStore } from '@cachechart/core'
import { afterEach, describe, expect, test } from '@jest/globals'
import { eventually } from '../fixtures/eventually.ts'
import { ask, type Ask, type Opening } from '../fixtures/front.ts'
import { HeldRequests, type HeldRequest } from '../fixtures/held-requests.ts'
import { httpStage, type HttpStage } from '../fixtures/http-stage.ts'
import { strike } from '../fixtures/strike.ts'
import { ways } from '../fixtures/ways.ts'

let stage: HttpStage
let held: HeldRequests
afterEach(() => strike(stage))

const storable = { 'cache-control': 'max-age=60', etag: '"1"' }
const unstorable = { 'cache-control': 'no-store' }
const pieces = ['first ', 'second ', 'third']
const whole = pieces.join('')

/** How far the exchange has come when the client leaves. */
const moments = ['before the head', 'after the head', 'within the body', 'at the end of the body'] as const
type Moment = (typeof moments)[number]

/** A client that can leave at any moment. */
class Client {
  readonly #controller = new AbortController()
  readonly #opening: Promise<Opening>
  #chunks: AsyncIterator<Uint8Array> | undefined

  constructor(path: string, options: Ask = {}) {
    this.#opening = stage.front.open(path, { ...options, signal: this.#controller.signal })
    this.#opening.catch(() => undefined) // it is looked at when the test comes to it
  }

  async head(): Promise<void> {
    await this.#opening
  }

  /** Reads a piece of the body. */
  async read(): Promise<void> {
    const { body } = await this.#opening
    this.#chunks ??= body[Symbol.asyncIterator]()
    await this.#chunks.next()
  }

  leave(): void {
    this.#controller.abort()
  }
}

interface Exchange {
  readonly client: Client
  readonly origin: HeldRequest
  readonly headers: Readonly<Record<string, string>>
}

/** Brings the exchange as far as the moment says; what the origin has still to send. */
async function advanceTo(moment: Moment, { client, origin, headers }: Exchange): Promise<readonly string[]> {
  if (moment === 'before the head') return pieces
  origin.response.writeHead(200, headers).flushHeaders()
  await client.head()
  const count = { 'after the head': 0, 'within the body': 1, 'at the end of the body': pieces.length }[moment]
  for (const piece of pieces.slice(0, count)) {
    origin.response.write(piece)
    await client.read()
  }
  return pieces.slice(count)
}

const finish = ({ response }: HeldRequest, rest: readonly string[]): void => {
  if (!response.headersSent) response.writeHead(200, storable)
  for (const piece of rest) response.write(piece)
  response.end()
}

const clientIsGone = (): Promise<void> =>
  eventually('no transaction has a client', () =>
    stage.front.cache.inFlight().every(({ state }) => state === 'awaitBackend.detached'),
  )

describe.each(ways)('a client that leaves the $front on the interpreter "$interpreter"', (way) => {
  const start = async (options: object = {}): Promise<void> => {
    held = new HeldRequests()
    stage = await httpStage(way, held.answer, options)
  }

  test.each(moments)(
    '%s: a reply that may be stored is stored, and the next client has it',
    async (moment) => {
      await start()
      const client = new Client('/')
      const origin = await held.next()
      const rest = await advanceTo(moment, { client, origin, headers: storable })
      client.leave()
      await clientIsGone()
      finish(origin, rest)
      await stage.front.cache.drain()
      const next = await ask(stage.front, '/')
      expect([next.body.toString(), next.headers.get('cache-status')]).toEqual([
        whole,
        'cachechart; hit; ttl=60',
      ])
      expect(stage.origin.seen).toEqual(['GET /'])
    },
  )

  test.each(moments.slice(1))(
    '%s: a reply that may not be stored is stopped at the origin',
    async (moment) => {
      await start()
      const client = new Client('/')
      const origin = await held.next()
      await advanceTo(moment, { client, origin, headers: unstorable })
      client.leave()
      await origin.left
      await clientIsGone()
      expect(stage.front.cache.inFlight()).toEqual([])
    },
  )

  test('before the head: a reply that turns out not to be storable is stopped at the origin', async () => {
    await start()
    const client = new Client('/')
    const { response, left } = await held.next()
    client.leave()
    await clientIsGone()
    response.writeHead(200, unstorable)
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', more)
    more()
    await expect(left).resolves.toBeUndefined()
  })

  test.each(['POST', 'HEAD'])(
    'before the head: a %s, whose reply is of no use to others, is stopped at once',
    async (method) => {
      await start()
      const client = new Client('/', { method })
      const { left } = await held.next()
      client.leave()
      await left
      expect(stage.front.cache.inFlight()).toEqual([])
    },
  )

  test('before the head: an origin that never answers is given up when the deadline passes', async () => {
    await start({ deadlines: { reply: 5_000 } })
    const client = new Client('/')
    const { left } = await held.next()
    client.leave()
    await clientIsGone()
    expect(stage.front.cache.inFlight()).toHaveLength(1)
    stage.clock.pass(5)
    await left
    expect(stage.front.cache.inFlight()).toEqual([])
  })

  test('within the body: a reply that turns out to be too large for the store is stopped at the origin', async () => {
    await start({ store: memoryStore({ maxEntryBytes: 1_000 }) })
    const client = new Client('/')
    const origin = await held.next()
    await advanceTo('within the body', { client, origin, headers: storable })
    client.leave()
    await eventually('the client is gone', () => stage.front.cache.inFlight().length === 0)
    const { response } = origin
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536)));
    }
    response.on('drain', more)
    more()
    await expect(origin.left).resolves.toBeUndefined()
  })

  test('before a 304: what is stored is fresh again for the next client', async () => {
    await start()
    const first = ask(stage.front, '/')
    finish(await held.next(), pieces)
    await first
    stage.clock.pass(100)
    const client = new Client('/')
    const { request, response } = await held.next()
    client.leave()
    await clientIsGone()
    expect(request.headers['if-none-match']).toBe('"1"')
    response.writeHead(304).end()
    await stage.front.cache.drain()
    const next = await ask(stage.front, '/')
    expect([next.body.toString(), next.headers.get('cache-status')]).toEqual([
      whole,
      'cachechart; hit; ttl=60',
    ])
  })

  test('before an error: what is stored stays, and stands in for the error', async () => {
    await start({ policy: { staleIfError: 3_600 } })
    const first = ask(stage.front, '/')
    finish(await held.next(), pieces)
    await first
    stage.clock.pass(100)
    const client = new Client('/')
    const { response } = await held.next()
    client.leave()
    await clientIsGone()
    response.writeHead(503).end()
    await stage.front.cache.drain()
    const next = ask(stage.front, '/')
    const origin = await held.next()
    origin.response.writeHead(503).end()
    expect((await next).body.toString()).toBe(whole)
  })

  test('within a stored body: the next client has all of it', async () => {
    await start()
    const large = Buffer.alloc(8_000_000, 'x')
    const first = ask(stage.front, '/')
    const { response } = await held.next()
    response.writeHead(200, storable).end(large)
    await first
    const client = new Client('/')
    await client.read()
    client.leave()
    await eventually('the client is gone', () => stage.front.cache.inFlight().length === 0)
    expect((await ask(stage.front, '/')).body.equals(large)).toBe(true)
    expect(stage.origin.seen).toHaveLength(1)
  })

  test('takes nothing from another that waits for the same', async () => {
    await start()
    const client = new Client('/')
    const request = await held.next()
    const other = ask(stage.front, '/')
    await eventually('the other waits', () =>
      stage.front.cache.inFlight().some(({ state }) => state === 'awaitFlight'),
    )
    client.leave()
    await eventually('one client is gone', () =>
      stage.front.cache.inFlight().some(({ state }) => state === 'awaitBackend.detached'),
    )
    finish(request, pieces)
    expect((await other).body.toString()).toBe(whole)
    expect(stage.origin.seen).toHaveLength(1)
  })
})
