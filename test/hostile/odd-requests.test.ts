import { memoryStore } from '@cachechart/core'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { expectNothingLeft } from '../fixtures/expect-nothing-left.ts'
import { ask } from '../fixtures/front.ts'
import { gatewayFront, type GatewayFront } from '../fixtures/gateway-front.ts'
import { rawExchange } from '../fixtures/raw-exchange.ts'
import { rawOrigin, soundMessage, type RawOrigin } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'

type Sequel = '200 hit' | '206 hit' | '304 hit' | '416 hit' | 'forwarded'

const rows = (sequel: Sequel, ...lines: readonly string[]) => lines.map((line) => ({ line, sequel }))

/** The fields of a request for what is stored, with ETag "sound", as it was at midnight, and fresh for a minute more. */
const odd = [
  ...rows(
    '200 hit',
    'Cache-Control: max-stale=junk',
    'Cache-Control: only-if-cached',
    'Cache-Control: =, =x, ;, "',
    'Cache-Control: no-storex, xno-cache',
    'Cache-Control: x="no-cache"',
    'Cache-Control: \x80\xff',
    'Cache-Control:',
    `Cache-Control: ${','.repeat(10_000)}`,
    'Cache-Control: max-age=99999999999999999999',
    'Cache-Control: stale-if-error=junk',
    'Pragma: junk',
    'Pragma: no-cache\r\nCache-Control: max-age=60',
    'If-None-Match: "other"',
    'If-None-Match: "other',
    'If-None-Match: "soun"d"',
    'If-None-Match: w/sound',
    'If-None-Match:',
    'If-None-Match: "other"\r\nIf-Modified-Since: Sun, 01 Jan 2040 00:00:00 GMT',
    'If-Modified-Since: junk',
    'If-Modified-Since: 0',
    'If-Modified-Since: Sat, 31 Dec 2039 23:59:59 GMT',
    'If-Modified-Since: Sun, 32 Jan 2040 00:00:00 GMT',
    'Age: 99999',
    'Date: junk',
    'Expires: 0',
    'Vary: *',
  ),
  ...rows(
    '200 hit',
    'Range: bytes=junk',
    'Range: bytes=',
    'Range: bytes=1-0',
    'Range: bytes=1-1, 0-0',
    `Range: bytes=${'0-0,'.repeat(1_000)}1-1`,
    'If-Range: "sound"',
    'Range: bytes=0-1\r\nIf-Range: "other"',
    'Range: bytes=0-1\r\nIf-Range: junk',
  ),
  ...rows(
    '206 hit',
    'Range: bytes=0-1',
    'Range: BYTES=0-1',
    'Range: bytes=-1',
    'Range: bytes=1-99999999999999999999',
    'Range: bytes=0-0, 2-2',
    'Range: bytes=0-1\r\nIf-Range: "sound"',
  ),
  ...rows('416 hit', 'Range: bytes=99-', 'Range: bytes=-0', 'Range: bytes=99999999999999999999-'),
  ...rows(
    '304 hit',
    'If-None-Match: "sound"',
    'If-None-Match: sound',
    'If-None-Match: "sound"\r\nRange: bytes=0-1',
    'If-None-Match: W/"sound"',
    'If-None-Match: *',
    'If-None-Match: "other", "sound"',
    'If-None-Match: "other"\r\nIf-None-Match: "sound"',
    `If-None-Match: ${'"other",'.repeat(1_000)}"sound"`,
    'If-Modified-Since: Sun, 01 Jan 2040 00:00:00 GMT',
    'If-Modified-Since: Sunday, 01-Jan-40 00:00:00 GMT',
  ),
  ...rows(
    'forwarded',
    'Cache-Control: no-cache',
    'Cache-Control: NO-CACHE',
    'Cache-Control: no-cache="x"',
    'Cache-Control: x="a, no-cache',
    'Cache-Control: max-stale\r\nCache-Control: no-cache',
    'Cache-Control: no-store',
    'Cache-Control: max-age=junk',
    'Cache-Control: max-age=-1',
    'Cache-Control: max-age=0',
    'Cache-Control: min-fresh=junk',
    'Cache-Control: min-fresh=99999999999999999999',
    'Pragma: no-cache',
    'Range: furlongs=1-2',
    'If-Match: "other"',
    'If-Unmodified-Since: junk',
  ),
].map((row) => {
  const text = JSON.stringify(row.line)
  return { ...row, title: text.length > 80 ? `${text.slice(0, 80)}…` : text }
})

describe.each(['table', 'xstate'] as const)(
  'to a gateway on the interpreter "%s", a request with',
  (interpreter) => {
    const clock = new VirtualClock()
    let origin: RawOrigin
    let front: GatewayFront

    beforeAll(async () => {
      origin = await rawOrigin((socket) => socket.write(soundMessage))
      front = await gatewayFront({ origin: origin.url, store: memoryStore(), clock, interpreter })
      await ask(front, '/')
    })
    afterAll(() => strike({ front, origin, clock }))

    test.each(odd)('$title is answered as it should be', async ({ line, sequel }) => {
      const before = origin.heads.length
      const { host } = new URL(`http://127.0.0.1:${front.port}`)
      const text = await rawExchange(
        front.port,
        `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${line}\r\n\r\n`,
      )
      const isHit = /^cache-status: cachechart; hit/im.test(text) && origin.heads.length === before
      expect(isHit ? `${text.slice(9, 12)} hit` : 'forwarded').toBe(sequel)
      expect(origin.heads).toHaveLength(sequel === 'forwarded' ? before + 1 : before)
      await expectNothingLeft(front.cache, clock)
      expect((await ask(front, '/')).headers.get('cache-status')).toMatch(/^cachechart; hit/)
    })
  },
)
