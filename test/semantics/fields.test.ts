import { afterEach, describe, expect, test } from '@jest/globals'
import { message } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { converse, firstMessage, linesOf, requestText, type Message } from './conversation.ts'
import { gatewayStage, type GatewayStage } from './gateway-stage.ts'

let stage: GatewayStage
afterEach(() => strike(stage))

/** A gateway before an origin that answers every request with these lines. */
async function startWith(lines: readonly string[], status = '200 OK'): Promise<void> {
  stage = await gatewayStage((socket) =>
    socket.write(message([`HTTP/1.1 ${status}`, ...lines], 'body'), 'latin1'),
  )
}

async function ask(lines: readonly string[] = [], method = 'GET'): Promise<Message> {
  const client = await converse(stage.front.port)
  client.say(requestText('/', ['Connection: close', ...lines], method))
  return firstMessage(await client.end())
}

const fresh = 'Cache-Control: max-age=60'
const originalDate = 'Date: Sun, 01 Jan 2040 00:00:00 GMT'

/** The request as the origin got it. */
const forwarded = (): Message => firstMessage(stage.origin.heads[0] ?? '')

describe('Via (RFC 9110 §7.6.3)', () => {
  test('names the gateway on the way to the origin, behind those before it', async () => {
    await startWith([])
    await ask(['Via: 1.0 fred', 'via: 1.1 p.example.net'])
    expect(linesOf(forwarded(), 'via')).toEqual([
      'Via: 1.0 fred',
      'via: 1.1 p.example.net',
      expect.stringMatching(/^Via: 1\.1 cachechart \([0-9a-f]{12}\)$/),
    ])
  })

  test('says in which version a request came', async () => {
    await startWith([])
    const client = await converse(stage.front.port)
    client.say('GET / HTTP/1.0\r\n\r\n')
    await client.end()
    expect(linesOf(forwarded(), 'via')).toEqual([expect.stringMatching(/^Via: 1\.0 cachechart \(/)])
  })

  test('names it once on the way back, from the origin and from the cache alike', async () => {
    await startWith([fresh, 'Via: 1.1 inner'])
    for (const round of ['forwarded', 'hit']) {
      expect([round, ...linesOf(await ask(), 'via')]).toEqual([
        round,
        'Via: 1.1 inner',
        'Via: 1.1 cachechart',
      ])
    }
    expect(stage.origin.heads).toHaveLength(1)
  })
})

describe('what belongs to a connection (RFC 9110 §7.6.1)', () => {
  const hops = ['Keep-Alive: timeout=5', 'Proxy-Connection: keep-alive', 'TE: trailers', 'Upgrade: h2c']

  test('stays on the client’s side, named by Connection or not', async () => {
    await startWith([])
    const named = ['Connection: X-Hop, x-more', 'X-Hop: 1', 'X-MORE: 2', 'X-Stays: 3']
    await ask([...named, ...hops])
    expect(forwarded().fields.join()).not.toMatch(/x-hop|x-more|keep-alive: |proxy-connection|te: |upgrade/i)
    expect(linesOf(forwarded(), 'x-stays')).toEqual(['X-Stays: 3'])
  })

  test('stays on the origin’s side, and out of the store', async () => {
    await startWith([
      fresh,
      'Connection: X-Hop',
      'connection: ,x-more',
      'X-Hop: 1',
      'X-MORE: 2',
      'X-Stays: 3',
      ...hops,
    ])
    for (const round of ['forwarded', 'hit']) {
      const answer = await ask()
      expect([round, ...linesOf(answer, 'x-stays')]).toEqual([round, 'X-Stays: 3'])
      expect(answer.fields.join()).not.toMatch(/x-hop|x-more|timeout=5|proxy-connection|te: tr|upgrade/i)
      expect(linesOf(answer, 'connection')).toEqual(['Connection: close'])
    }
    expect(stage.origin.heads).toHaveLength(1)
  })

  test('is not what is for everyone, whatever Connection says', async () => {
    await startWith([fresh, 'Connection: Cache-Control, Content-Length'])
    await ask(['Connection: Host, Cache-Control', 'Cache-Control: max-stale'])
    expect(linesOf(forwarded(), 'host')).toHaveLength(1)
    expect(linesOf(forwarded(), 'cache-control')).toEqual(['Cache-Control: max-stale'])
    const answer = await ask()
    expect(linesOf(answer, 'cache-control')).toEqual([fresh])
    expect(linesOf(answer, 'cache-status')).toEqual(['Cache-Status: cachechart; hit; ttl=60'])
  })
})

describe('all other fields', () => {
  test('go to the origin as they are: order, case, lines and bytes', async () => {
    await startWith([])
    const own = ['X-b: caf\u00e9', 'x-A: 1', 'X-a: 2', 'User-Agent:', 'Warning: 199 - "old"']
    await ask(own)
    expect(forwarded().fields.filter((line) => /^(?:x-[ab]|user-agent|warning):/i.test(line))).toEqual(
      own.map((line) => (line === 'User-Agent:' ? 'User-Agent: ' : line)),
    )
  })

  test('come back as they are, and so from the cache', async () => {
    const own = ['X-b: caf\u00e9', 'x-A: 1', 'X-a: 2', 'Server: x/1 (y)', 'Set-Cookie2: a']
    await startWith([fresh, originalDate, ...own])
    for (const round of ['forwarded', 'hit']) {
      const { fields } = await ask()
      expect([round, ...fields.filter((line) => own.includes(line))]).toEqual([round, ...own])
    }
    expect(stage.origin.heads).toHaveLength(1)
  })

  test('include Warning, which is nobody’s any more (RFC 9111 §5.5)', async () => {
    const warnings = ['Warning: 110 - "Response is Stale"', 'Warning: 299 - "x"', 'Warning: junk']
    await startWith([fresh, ...warnings])
    for (const round of ['forwarded', 'hit'])
      expect([round, ...linesOf(await ask(), 'warning')]).toEqual([round, ...warnings])
    stage.clock.pass(61)
    expect(linesOf(await ask(['Cache-Control: max-stale']), 'warning')).toEqual(warnings)
    expect(stage.origin.heads).toHaveLength(1)
  })
})

describe('Age (RFC 9111 §5.1)', () => {
  test.each(['5', '0', 'junk', '1, 2'])('of %s is left alone on what is only forwarded', async (age) => {
    await startWith(['Cache-Control: no-store', `Age: ${age}`])
    expect(linesOf(await ask(), 'age')).toEqual([`Age: ${age}`])
  })

  test('is not made up for what comes from the origin', async () => {
    await startWith([fresh])
    expect(linesOf(await ask(), 'age')).toEqual([])
  })

  test('counts on in the cache', async () => {
    await startWith([fresh, originalDate, 'Age: 5'])
    expect(linesOf(await ask(), 'age')).toEqual(['Age: 5'])
    stage.clock.pass(7)
    expect(linesOf(await ask(), 'age')).toEqual(['Age: 12'])
  })
})

describe('Cache-Status (RFC 9211 §2)', () => {
  test('is appended to that of the caches before, which are nearer to the origin', async () => {
    const before = 'Cache-Status: inner; hit; ttl=30'
    await startWith([fresh, originalDate, before])
    expect(linesOf(await ask(), 'cache-status')).toEqual([
      before,
      'Cache-Status: cachechart; fwd=uri-miss; stored',
    ])
    expect(linesOf(await ask(), 'cache-status')).toEqual([before, 'Cache-Status: cachechart; hit; ttl=60'])
  })
})

describe('the framing of a response', () => {
  test('has no Content-Length with 204, from the origin or from the cache (RFC 9110 §8.6)', async () => {
    stage = await gatewayStage((socket) =>
      socket.write(['HTTP/1.1 204 No Content', fresh, 'Content-Length: 0', '', ''].join('\r\n')),
    )
    for (const round of ['forwarded', 'hit']) {
      const answer = await ask()
      expect([round, answer.start, ...linesOf(answer, 'content-length')]).toEqual([
        round,
        'HTTP/1.1 204 No Content',
      ])
    }
    expect(stage.origin.heads).toHaveLength(1)
  })

  // RFC 9112 §7.4: a client that sends no TE accepts chunked alone. What else there is nobody here could decode.
  test.each(['xyz', 'gzip, chunked', 'chunked, xyz', 'identity'])(
    'of the origin with the transfer coding %s is not understood, and nothing is stored',
    async (coding) => {
      stage = await gatewayStage((socket) => {
        const lines = ['HTTP/1.1 200 OK', fresh, `Transfer-Encoding: ${coding}`, '', '4\r\nbody\r\n0\r\n\r\n']
        socket.write(lines.join('\r\n'))
      })
      for (const round of [1, 2]) {
        const answer = await ask()
        expect(answer.start).toBe('HTTP/1.1 502 Bad Gateway')
        expect(answer.rest).toContain('ERR_BACKEND_PROTOCOL')
        expect(stage.origin.heads).toHaveLength(round)
      }
    },
  )

  test('may name any transfer coding where there is no content to decode (RFC 9112 §6.1)', async () => {
    stage = await gatewayStage((socket) =>
      socket.write(['HTTP/1.1 200 OK', 'Transfer-Encoding: gzip, chunked', '', ''].join('\r\n')),
    )
    const answer = await ask([], 'HEAD')
    expect(answer).toMatchObject({ start: 'HTTP/1.1 200 OK', rest: '' })
    expect(answer.fields.join()).not.toMatch(/gzip/)
  })
})
