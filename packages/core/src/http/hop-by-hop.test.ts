import { describe, expect, test } from '@jest/globals'
import { withoutConnectionFields } from './hop-by-hop.ts'

describe('withoutConnectionFields', () => {
  test('gives the same array where nothing is to be removed', () => {
    const fields = [
      'Content-Type',
      'text/plain',
      'To',
      'x',
      'Charset',
      'x',
      'Set-Cookie',
      'a',
      'A',
      'Connection',
    ]
    expect(withoutConnectionFields(fields)).toBe(fields)
    const sameLengths = [
      'Sec-Fetch-Dest-X',
      'x',
      'If-Modified-Since',
      'x',
      'User-Agent',
      'x',
      'Referer',
      'x',
      'ID',
      'x',
    ]
    expect(withoutConnectionFields(sameLengths)).toBe(sameLengths)
  })

  test.each(['Connection', 'KEEP-ALIVE', 'proxy-connection', 'TE', 'Transfer-Encoding', 'Upgrade'])(
    'removes %s, listed or not (RFC 9110 §7.6.1)',
    (name) => {
      expect(withoutConnectionFields(['A', '1', name, 'x', 'B', '2'])).toEqual(['A', '1', 'B', '2'])
    },
  )

  test('removes what Connection lists, on all of its lines and in any case', () => {
    const fields = [
      'Connection',
      'close, X-One',
      'x-one',
      '1',
      'connection',
      'X-TWO',
      'X-Two',
      '2',
      'X-Three',
      '3',
    ]
    expect(withoutConnectionFields(fields)).toEqual(['X-Three', '3'])
  })

  test.each(['Cache-Control', 'CDN-Cache-Control', 'Content-Length', 'Host'])(
    'keeps %s, though Connection lists it',
    (name) => {
      expect(withoutConnectionFields(['Connection', name, name, 'x'])).toEqual([name, 'x'])
    },
  )

  test.each(['Proxy-Authenticate', 'Proxy-Authorization', 'Trailer'])(
    'keeps %s, which may be forwarded',
    (name) => {
      expect(withoutConnectionFields([name, 'x', 'TE', 'trailers'])).toEqual([name, 'x'])
    },
  )

  test('survives a Connection that lists nothing', () => {
    expect(withoutConnectionFields(['Connection', ', ,', 'A', '1'])).toEqual(['A', '1'])
  })
})
