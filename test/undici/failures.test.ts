import { afterEach, describe, expect, test } from '@jest/globals'
import { message, rawOrigin, soundMessage, type RawAnswer, type RawOrigin } from '../fixtures/raw-origin.ts'
import { eventually } from '../fixtures/eventually.ts'
import { ask, fresh, saidBy, setUp, undicis, type Undici } from './stage.ts'

let origins: RawOrigin[] = []
afterEach(async () => {
  for (const origin of origins.splice(0)) await origin.close()
  origins = []
})

/** A stage whose requests go to an origin that speaks bytes. */
const raw = async (undici: Undici, answer: RawAnswer, options?: Parameters<typeof setUp>[2]) => {
  const stage = await setUp(undici, fresh, options)
  const origin = await rawOrigin(answer)
  origins.push(origin)
  return { ...stage, raw: origin, ask: (path = '/') => ask(stage, path, { origin: origin.url }) }
}

describe.each(undicis)('what goes wrong at the origin is told as %s tells it', (_name, undici) => {
  test.each<[string, RawAnswer, object]>([
    ['a lost connection', (socket) => void socket.resetAndDestroy(), { code: 'ECONNRESET' }],
    ['a connection that is closed', (socket) => void socket.end(), { code: 'UND_ERR_SOCKET' }],
    ['what is no HTTP', (socket) => void socket.end('hello\r\n\r\n'), { name: 'HTTPParserError' }],
    [
      'a head that is too large',
      (socket) => void socket.end(`HTTP/1.1 200 OK\r\nX: ${'x'.repeat(32 * 1024)}\r\n\r\n`),
      { code: 'UND_ERR_HEADERS_OVERFLOW' },
    ],
    [
      'a switch of protocols that nobody asked for',
      (socket) => void socket.end('HTTP/1.1 101 No\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n'),
      { code: 'UND_ERR_SOCKET' },
    ],
  ])('%s', async (_title, answer, error) => {
    const stage = await raw(undici, answer)
    await expect(stage.ask()).rejects.toMatchObject(error)
    await expect(undici.fetch(stage.raw.url, { dispatcher: stage.agent })).rejects.toMatchObject({
      cause: error,
    })
  })

  test.each<[string, string, object]>([
    [
      'is too short',
      'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\nhalf',
      { code: 'UND_ERR_SOCKET' },
    ],
    [
      'ends within a chunk',
      'HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf',
      {},
    ],
  ])('a body that %s, and nothing of it is stored', async (_title, text, error) => {
    const stage = await raw(
      undici,
      (socket, _head, count) => void socket.end(count < 2 ? text : soundMessage),
    )
    await expect(stage.ask()).rejects.toMatchObject(error)
    await expect(stage.ask()).rejects.toThrow(Error)
    expect((await stage.ask()).text).toBe('sound')
  })

  test('a connection that is refused', async () => {
    const stage = await raw(undici, () => undefined)
    await stage.raw.close()
    await expect(stage.ask()).rejects.toMatchObject({ code: 'ECONNREFUSED' })
  })

  test('one that takes too long, after the time that the agent allows', async () => {
    const stage = await raw(undici, () => undefined, { agent: { headersTimeout: 50 } })
    await expect(stage.ask()).rejects.toBeInstanceOf(undici.errors.HeadersTimeoutError)
  })

  test('a dispatcher that is closed', async () => {
    const stage = await raw(undici, (socket) => void socket.write(soundMessage))
    const agent = new undici.Agent()
    const composed = agent.compose(stage.interceptor)
    await agent.destroy()
    const asked = ask({ ...stage, agent: composed }, '/', { origin: stage.raw.url })
    await expect(asked).rejects.toMatchObject({ code: 'UND_ERR_DESTROYED' })
  })

  test('and what an interceptor below throws', async () => {
    const thrown = new Error('thrown below')
    const stage = await raw(undici, () => undefined, {
      below: [
        () => (_options, _handler) => {
          throw thrown
        },
      ],
    })
    await expect(stage.ask()).rejects.toBe(thrown)
  })

  test('unless something stored may stand in', async () => {
    const stage = await raw(undici, (socket, _head, count) => {
      if (count === 0)
        socket.write(message(['HTTP/1.1 200 OK', 'Cache-Control: max-age=1, stale-if-error=60'], 'kept'))
      else socket.resetAndDestroy()
    })
    await stage.ask()
    stage.pass(5)
    const masked = await stage.ask()
    expect([masked.text, saidBy(masked)]).toEqual(['kept', expect.stringContaining('stale-if-error')])
  })
})

describe.each(undicis)('an origin that means harm, with %s', (_name, undici) => {
  test('names fields as objects name what they have', async () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty']
    const lines = [...names, ...names].map((name, index) => `${name}: ${index}`)
    const stage = await raw(
      undici,
      (socket) => void socket.write(message(['HTTP/1.1 200 OK', 'Cache-Control: max-age=60', ...lines], 'x')),
    )
    for (let count = 0; count < 2; count += 1) {
      const { headers } = await stage.ask()
      expect(Object.getPrototypeOf(headers)).toBe(Object.prototype)
      expect(Object.hasOwn(headers, 'constructor')).toBe(true)
      expect(headers['tostring']).toEqual(['2', '6'])
    }
    expect(Object.hasOwn(Object.prototype, '0')).toBe(false)
  })

  test('tells of its progress without an end', async () => {
    const interim = `HTTP/1.1 103 Early Hints\r\nLink: ${'x'.repeat(4_000)}\r\n\r\n`
    const stage = await raw(undici, (socket) => void socket.write(interim.repeat(100)))
    const told: unknown[] = []
    const asked = ask(stage, '/', { origin: stage.raw.url, onInfo: (info) => told.push(info) })
    await expect(asked).rejects.toMatchObject({ code: 'ERR_BACKEND_PROTOCOL' })
    expect(told.length).toBeLessThan(100)
  })

  test('codes its transfer as nobody asked', async () => {
    const stage = await raw(undici, (socket) => {
      socket.end(
        'HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\nCache-Control: max-age=60\r\n\r\n1\r\nx\r\n0\r\n\r\n',
      )
    })
    await expect(stage.ask()).rejects.toThrow('transfer coding')
  })

  test('sends a body without an end, of which the caller wants no more', async () => {
    const stage = await raw(
      undici,
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nTransfer-Encoding: chunked\r\n\r\n')
        const pour = (): void => {
          while (socket.write(`8000\r\n${'x'.repeat(0x8000)}\r\n`));
          socket.once('drain', pour)
        }
        pour()
      },
      { abort: { leader: { delivering: 'stop' } } },
    )
    const { body } = await stage.agent.request({ origin: stage.raw.url, path: '/', method: 'GET' })
    for await (const chunk of body) {
      expect(chunk.length).toBeGreaterThan(0)
      break
    }
    await eventually('the connection is closed', () => stage.raw.connections === 0)
  })
})
