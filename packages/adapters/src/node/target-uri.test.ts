import type { IncomingMessage } from 'node:http'
import { describe, expect, test } from '@jest/globals'
import { createTargetReader, type ForwardedPolicy } from './target-uri.ts'

interface Sample {
  readonly target: string
  readonly fields?: readonly string[]
  readonly forwarded?: ForwardedPolicy
  readonly httpVersion?: string
  readonly tls?: true
}

function read({ target, fields = ['Host', 'a.example'], forwarded = 'replace', ...rest }: Sample) {
  const reader = createTargetReader({ forwarded, defaultAuthority: 'origin.example:81' })
  const socket = rest.tls === undefined ? {} : { encrypted: true }
  const request = { url: target, rawHeaders: fields, httpVersion: rest.httpVersion ?? '1.1', socket }
  return reader(request as unknown as IncomingMessage) // the parts of it that are read
}

describe('the target URI', () => {
  test.each<[string, Sample, string]>([
    [
      'keeps path and query byte for byte',
      { target: '/%7Ea/../b?x=1&&y' },
      'http://a.example/%7Ea/../b?x=1&&y',
    ],
    [
      'keeps a path that looks like a host',
      { target: '//evil.example/x' },
      'http://a.example//evil.example/x',
    ],
    ['keeps bytes beyond ASCII', { target: '/caf\u00c3\u00a9' }, 'http://a.example/caf\u00c3\u00a9'],
    ['lowers the host', { target: '/A', fields: ['hOsT', 'A.Example'] }, 'http://a.example/A'],
    ['keeps another port', { target: '/', fields: ['Host', 'a:8080'] }, 'http://a:8080/'],
    ['drops the port of http', { target: '/', fields: ['Host', 'a:80'] }, 'http://a/'],
    ['drops an empty port', { target: '/', fields: ['Host', 'a:'] }, 'http://a/'],
    ['drops the port of https', { target: '/', fields: ['Host', 'a:443'], tls: true }, 'https://a/'],
    ['keeps port 443 of http', { target: '/', fields: ['Host', 'a:443'] }, 'http://a:443/'],
    ['takes an IPv6 address', { target: '/', fields: ['Host', '[::1]:9'] }, 'http://[::1]:9/'],
    ['takes an absolute target, not Host', { target: 'http://B.example/p?q' }, 'http://b.example/p?q'],
    ['gives an absolute target a path', { target: 'HTTP://b.example' }, 'http://b.example/'],
    ['gives a query a path', { target: 'http://b.example?q=/' }, 'http://b.example/?q=/'],
    [
      'has a default for HTTP/1.0 without Host',
      { target: '/', fields: [], httpVersion: '1.0' },
      'http://origin.example:81/',
    ],
    [
      'ignores what an untrusted client claims',
      { target: '/', fields: ['Host', 'a', 'X-Forwarded-Host', 'evil', 'X-Forwarded-Proto', 'https'] },
      'http://a/',
    ],
    [
      'believes a trusted proxy',
      {
        target: '/',
        fields: ['Host', 'inner', 'X-Forwarded-Host', 'Shop.example:443, b', 'X-Forwarded-Proto', 'HTTPS'],
        forwarded: 'append',
      },
      'https://shop.example/',
    ],
    [
      'falls back to Host where a trusted proxy is silent',
      { target: '/', forwarded: 'append' },
      'http://a.example/',
    ],
    [
      'ignores an unknown scheme from a trusted proxy',
      { target: '/', fields: ['Host', 'a', 'X-Forwarded-Proto', 'ftp'], forwarded: 'append' },
      'http://a/',
    ],
    [
      'takes another scheme in an absolute target from a trusted proxy',
      { target: 'https://a.example/', forwarded: 'append' },
      'https://a.example/',
    ],
  ])('%s', (_title, sample, expected) => {
    expect(read(sample)).toBe(expected)
  })

  test.each<[string, Sample, [number, string]]>([
    ['a relative target', { target: 'a/b' }, [400, 'ERR_GATEWAY_TARGET']],
    ['an empty target', { target: '' }, [400, 'ERR_GATEWAY_TARGET']],
    ['an asterisk', { target: '*' }, [400, 'ERR_GATEWAY_TARGET']],
    ['a fragment', { target: '/a#b' }, [400, 'ERR_GATEWAY_TARGET']],
    ['a control character', { target: '/a\u0001' }, [400, 'ERR_GATEWAY_TARGET']],
    ['another scheme', { target: 'ftp://a.example/' }, [400, 'ERR_GATEWAY_TARGET']],
    [
      'the scheme that the connection has not',
      { target: 'https://a.example/' },
      [421, 'ERR_GATEWAY_MISDIRECTED'],
    ],
    ['user information in the target', { target: 'http://user@a.example/' }, [400, 'ERR_GATEWAY_HOST']],
    ['an absolute target without a host', { target: 'http:///x' }, [400, 'ERR_GATEWAY_HOST']],
    ['no Host', { target: '/', fields: [] }, [400, 'ERR_GATEWAY_HOST']],
    ['an empty Host', { target: '/', fields: ['Host', ''] }, [400, 'ERR_GATEWAY_HOST']],
    ['two Hosts', { target: '/', fields: ['Host', 'a', 'host', 'a'] }, [400, 'ERR_GATEWAY_HOST']],
    ['a path in Host', { target: '/', fields: ['Host', 'a/b'] }, [400, 'ERR_GATEWAY_HOST']],
    ['user information in Host', { target: '/', fields: ['Host', 'u@a'] }, [400, 'ERR_GATEWAY_HOST']],
    ['a space in Host', { target: '/', fields: ['Host', 'a b'] }, [400, 'ERR_GATEWAY_HOST']],
    ['a list in Host', { target: '/', fields: ['Host', 'a,b'] }, [400, 'ERR_GATEWAY_HOST']],
    ['a port that is none', { target: '/', fields: ['Host', 'a:x'] }, [400, 'ERR_GATEWAY_HOST']],
    ['a port beyond 65535', { target: '/', fields: ['Host', 'a:65536'] }, [400, 'ERR_GATEWAY_HOST']],
    [
      'a malformed host from a trusted proxy',
      { target: '/', fields: ['Host', 'a', 'X-Forwarded-Host', 'a b'], forwarded: 'append' },
      [400, 'ERR_GATEWAY_HOST'],
    ],
  ])('is refused with %s', (_title, sample, [status, code]) => {
    expect(read(sample)).toMatchObject({ status, code })
  })

  test('is not that of the host before it, on the same connection', () => {
    const reader = createTargetReader({ forwarded: 'replace', defaultAuthority: 'o' })
    const ask = (host: string) =>
      reader({
        url: '/',
        rawHeaders: ['Host', host],
        httpVersion: '1.1',
        socket: {},
      } as unknown as IncomingMessage)
    expect([ask('a'), ask('a'), ask('b'), ask('a b'), ask('a b'), ask('a')]).toEqual([
      'http://a/',
      'http://a/',
      'http://b/',
      expect.objectContaining({ status: 400 }),
      expect.objectContaining({ status: 400 }),
      'http://a/',
    ])
  })
})
