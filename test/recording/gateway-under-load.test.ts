import { createHmac, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs'
import type { RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { memoryStore, type CacheRecord } from '@cachechart/core'
import { createReplayer, parseRecord, redactRecord, replay } from '@cachechart/core/recording'
import { seededRandom } from '@cachechart/core/testing'
import type { Ask } from '../fixtures/front.ts'
import { gatewayFront, type GatewayFront } from '../fixtures/gateway-front.ts'
import { httpOrigin } from '../fixtures/http-origin.ts'
import { inParallel } from '../fixtures/in-parallel.ts'

const seed = 9
const requests = 600
const atOnce = 64

const answers: Readonly<
  Record<string, readonly [status: number, headers: Readonly<Record<string, string>>]>
> = {
  '/fresh': [200, { 'Cache-Control': 'max-age=600', ETag: '"1"' }],
  '/stale': [
    200,
    { 'Cache-Control': 'max-age=0, stale-while-revalidate=600, stale-if-error=600', ETag: '"1"' },
  ],
  '/session': [200, { 'Cache-Control': 'public, max-age=600', Vary: 'Cookie' }],
  '/signed-in': [200, { 'Cache-Control': 'public, max-age=600', Vary: 'Authorization' }],
  '/sets': [200, { 'Cache-Control': 'max-age=600', 'Set-Cookie': 'id=secret' }],
  '/private': [200, { 'Cache-Control': 'private' }],
  '/error': [503, { 'Cache-Control': 'no-store' }],
}

/** An origin that answers in pieces, and breaks off now and then. */
const origin: RequestListener = ({ url = '', headers, method }, response) => {
  if (url === '/breaks') return void response.destroy()
  const [status, fields] = answers[url] ?? [404, {}]
  if (headers['if-none-match'] === '"1"') return void response.writeHead(304, fields).end()
  response.writeHead(status, fields)
  if (method !== 'HEAD') response.write('x'.repeat(8_192))
  setImmediate(() => {
    response.end(method === 'HEAD' ? undefined : 'the rest')
  })
}

interface Load {
  readonly path: string
  readonly ask: Ask
  /** When the client goes: at once, when the head is there, or never. */
  readonly leaves: 'at once' | 'after the head' | 'never'
}

const drawLoad = (): readonly Load[] => {
  const random = seededRandom(seed)
  const pick = <Item>(items: readonly [Item, ...Item[]]): Item =>
    items[Math.floor(random() * items.length)] ?? items[0]
  return Array.from({ length: requests }, () => ({
    path: pick([
      '/fresh',
      '/stale',
      '/session',
      '/signed-in',
      '/sets',
      '/private',
      '/error',
      '/breaks',
      '/none',
    ]),
    ask: {
      method: pick(['GET', 'GET', 'GET', 'GET', 'HEAD', 'POST']),
      headers: pick<Record<string, string>>([
        {},
        { cookie: 'session=ada-secret' },
        { cookie: 'session=bob-secret' },
        { authorization: 'Bearer ada-secret' },
        { 'cache-control': 'no-cache' },
        { range: 'bytes=0-99' },
      ]),
    },
    leaves: pick(['never', 'never', 'never', 'never', 'at once', 'after the head']),
  }))
}

const send = async (front: GatewayFront, { path, ask, leaves }: Load): Promise<number> => {
  const controller = new AbortController()
  const opening = front.open(path, { ...ask, signal: controller.signal })
  if (leaves === 'at once') controller.abort()
  try {
    const { status, body } = await opening
    if (leaves === 'after the head') controller.abort()
    for await (const _ of body) continue
    return status
  } catch {
    return 0 // the client has left, or the origin has broken off
  }
}

describe(`a gateway under load over sockets (seed ${seed})`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'cachechart-recording-'))
  const file = join(folder, 'recording.jsonl')
  let statuses: readonly number[] = []
  let transitions = 0

  beforeAll(async () => {
    const stream = createWriteStream(file)
    const secret = randomBytes(32)
    const token = (value: string): string =>
      createHmac('sha256', secret).update(value).digest('hex').slice(0, 16)
    const server = await httpOrigin(origin)
    const front = await gatewayFront({
      origin: server.url,
      store: memoryStore(),
      onRecord: (record) => stream.write(`${JSON.stringify(redactRecord(record, { token }))}\n`),
      onTransition: () => void (transitions += 1),
      onFlightTransition: () => void (transitions += 1),
    })
    statuses = await inParallel(drawLoad(), atOnce, (load) => send(front, load))
    await front.close()
    await server.close()
    stream.end()
    await finished(stream)
  })
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const linesOf = () => createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  const read = async (): Promise<readonly CacheRecord[]> => {
    const records: CacheRecord[] = []
    for await (const line of linesOf()) records.push(parseRecord(line, records.length + 1))
    return records
  }

  test('has served, failed and been left', () => {
    for (const status of [0, 200, 404, 503]) expect(statuses).toContain(status)
  })

  test('is recorded in lines that replay, as they are read, to the identical transitions', async () => {
    const replayer = createReplayer()
    let line = 0
    for await (const text of linesOf()) replayer.take(parseRecord(text, (line += 1)), line)
    const result = replayer.end()
    expect(result).toMatchObject({ difference: null, different: 0, lost: 0, incomplete: 0 })
    expect(result.transactions).toBeGreaterThanOrEqual(requests / 2)
    expect(result.flights).toBeGreaterThan(0)
    expect(result.steps).toBe(transitions)
  })

  test('is recorded without its secrets, and yet by what was selected', async () => {
    const text = (await read()).map((record) => JSON.stringify(record)).join('\n')
    expect(text).not.toContain('secret')
    expect(text).toMatch(/"varied":\["redacted-[0-9a-f]{16}"\]/)
  })

  test('is recorded so that one event that somebody has changed is found and named', async () => {
    const records = await read()
    const index = records.findIndex((record) => record.kind === 'step' && record.event === 'lookup.fresh')
    const step = records[index]
    if (step?.kind !== 'step') throw new TypeError('nothing was served from the store')
    const { difference } = replay(records.with(index, { ...step, event: 'lookup.stale' }))
    expect(difference).toMatchObject({
      kind: 'transaction',
      id: step.id,
      line: index + 1,
      what: 'event',
      sentence: `record ${index + 1}: transaction ${step.id}, at step 2: the recording concludes "lookup.stale"; the replay, "lookup.fresh"`,
    })
  })
})
