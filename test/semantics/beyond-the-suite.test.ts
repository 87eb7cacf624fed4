import { afterEach, describe, expect, test } from '@jest/globals'
import { ask } from '../fixtures/front.ts'
import { message } from '../fixtures/raw-origin.ts'
import { strike } from '../fixtures/strike.ts'
import { gatewayStage, type GatewayStage } from './gateway-stage.ts'

let stage: GatewayStage
afterEach(() => strike(stage))

/** The clock begins at this second. */
const date = 'Date: Sun, 01 Jan 2040 00:00:00 GMT'

/** What a second request is answered with, some seconds after the first was answered with these lines. */
async function secondAfter(seconds: number, lines: readonly string[], status = '200 OK') {
  stage = await gatewayStage((socket) => socket.write(message([`HTTP/1.1 ${status}`, date, ...lines])))
  const first = await ask(stage.front, '/')
  stage.clock.pass(seconds)
  await ask(stage.front, '/')
  return { first, source: stage.origin.heads.length === 1 ? 'stored' : 'origin' }
}

describe('targeted fields (RFC 9213)', () => {
  test.each([
    ['stored', ['CDN-Cache-Control: max-age=60', 'Cache-Control: max-age=1'], '§2.2: before Cache-Control'],
    ['stored', ['CDN-Cache-Control: max-age=60', 'Cache-Control: no-store'], '§3.1: before its vetoes'],
    ['stored', ['CDN-Cache-Control: max-age=60', 'Expires: 0'], '§2.2: before Expires'],
    [
      'origin',
      ['CDN-Cache-Control: max-age=1', 'Cache-Control: max-age=60'],
      '§2.2: also where it is shorter',
    ],
    ['origin', ['CDN-Cache-Control: no-store', 'Cache-Control: max-age=60'], '§2.2: with vetoes of its own'],
    ['origin', ['CDN-Cache-Control: private', 'Cache-Control: max-age=60'], '§2.2: with vetoes of its own'],
    ['origin', ['CDN-Cache-Control: no-cache', 'Cache-Control: max-age=60'], '§2.2: with vetoes of its own'],
    [
      'stored',
      ['CDN-Cache-Control: max-age=1, &', 'Cache-Control: max-age=60'],
      '§2.1: invalid, it is ignored',
    ],
    ['stored', ['CDN-Cache-Control:', 'Cache-Control: max-age=60'], '§2.1: empty, it is ignored'],
    [
      'origin',
      ['X-CDN-Cache-Control: max-age=60', 'Cache-Control: max-age=1'],
      '§2.4: others are not obeyed',
    ],
  ])('answer from the %s after %j: %s', async (source, lines) => {
    const seen = await secondAfter(5, lines)
    expect(seen.source).toBe(source)
    const [name = '', ...value] = (lines[0] ?? '').split(':')
    // §3: others behind this cache may use it, too.
    expect(seen.first.headers.get(name)).toBe(value.join(':').trim())
  })
})

describe('must-understand (RFC 9111 §5.2.2.3)', () => {
  test.each([
    ['stored', '200 OK'],
    ['origin', '299 Unknown'],
  ])('sets no-store aside: from the %s after %s', async (source, status) => {
    const { source: seen } = await secondAfter(
      5,
      ['Cache-Control: must-understand, no-store, max-age=60'],
      status,
    )
    expect(seen).toBe(source)
  })
})

describe('ages (RFC 9111 §1.2.2, §5.1)', () => {
  test.each(['2147483647', '2147483648', '2147483649', '99999999999999999999'])(
    'of %s seconds are never fresh',
    async (age) => {
      expect((await secondAfter(0, ['Cache-Control: max-age=3600', `Age: ${age}`])).source).toBe('origin')
    },
  )

  test.each(['abc', '-7200', '7200.0', '0, 7200'])(
    'that say %j do not keep a response from being reused',
    async (age) => {
      expect((await secondAfter(5, ['Cache-Control: max-age=3600', `Age: ${age}`])).source).toBe('stored')
    },
  )

  test('start anew with the Date and Expires of a 304 (RFC 9111 §3.2, §4.3.4)', async () => {
    const later = ['Date: Sun, 01 Jan 2040 00:01:40 GMT', 'Expires: Sun, 01 Jan 2040 00:02:40 GMT']
    stage = await gatewayStage((socket, head) => {
      const first = ['HTTP/1.1 200 OK', date, 'ETag: "1"', 'Expires: Sun, 01 Jan 2040 00:00:10 GMT']
      socket.write(message(head.includes('If-None-Match') ? ['HTTP/1.1 304 Not Modified', ...later] : first))
    })
    await ask(stage.front, '/')
    stage.clock.pass(100)
    await ask(stage.front, '/')
    stage.clock.pass(30)
    const { headers } = await ask(stage.front, '/')
    expect([headers.get('date'), headers.get('expires')]).toEqual(
      later.map((line) => line.slice(line.indexOf(' ') + 1)),
    )
    expect([headers.get('age'), headers.get('cache-status')]).toEqual(['30', 'cachechart; hit; ttl=30'])
    expect(stage.origin.heads).toHaveLength(2)
  })
})
