import { describe, expect, test } from '@jest/globals'
import { parseRedisUrl } from './parse-redis-url.ts'

const localhost = [{ host: 'localhost', port: 6379 }]

describe('the URL of a Redis server', () => {
  const forms: readonly [string, object][] = [
    ['redis://localhost', { topology: 'single', transport: 'plain', addresses: localhost, database: 0 }],
    ['redis://', { addresses: localhost }],
    [
      'rediss://cache.example:7000/3',
      { transport: 'tls', addresses: [{ host: 'cache.example', port: 7000 }], database: 3 },
    ],
    ['redis://[::1]:7000', { addresses: [{ host: '::1', port: 7000 }] }],
    ['redis://user:pass@h', { username: 'user', password: 'pass' }],
    ['redis://:pass@h', { username: undefined, password: 'pass' }],
    ['redis://user@h', { username: 'user', password: undefined }],
    ['redis://u%40:p%2F%3a@h', { username: 'u@', password: 'p/:' }],
    ['unix:///run/redis.sock', { transport: 'socket', path: '/run/redis.sock', addresses: [] }],
    [
      'unix://user:pass@/run/redis%20socket',
      { path: '/run/redis socket', username: 'user', password: 'pass' },
    ],
    [
      'redis+cluster://one:7001,two:7002,three',
      {
        topology: 'cluster',
        addresses: [
          { host: 'one', port: 7001 },
          { host: 'two', port: 7002 },
          { host: 'three', port: 6379 },
        ],
      },
    ],
    ['rediss+cluster://user:pass@one', { topology: 'cluster', transport: 'tls', password: 'pass' }],
    [
      'redis+sentinel://one,two:7000/main/2',
      {
        topology: 'sentinel',
        name: 'main',
        database: 2,
        addresses: [
          { host: 'one', port: 26_379 },
          { host: 'two', port: 7000 },
        ],
      },
    ],
  ]
  test.each(forms)('%s is read', (url, expected) => {
    expect(parseRedisUrl(url)).toMatchObject(expected)
  })

  test.each([
    '',
    'localhost:6379',
    'http://localhost',
    'redis://one,two',
    'redis://host:port',
    'redis://host:99999',
    'redis://host:0',
    'redis://host/name',
    'redis://host?db=1',
    'redis+cluster://host/1',
    'redis+sentinel://host',
    'unix://host',
    'unix://',
    'redis://one@two@host',
    'redis://user:pass%zz@host',
  ])('%j is refused', (url) => {
    expect(() => parseRedisUrl(url)).toThrow(TypeError)
  })

  test.each([
    'redis://user:secret@host:bad',
    'redis://user:sec/ret@host',
    'what://user:secret@host',
    'redis://user:sec@ret@host',
    'redis+cluster://user:sec@ret@host,other',
    'unix://user:secret@host',
    'redis://user:secret%@host',
  ])('an error does not repeat a password: %s', (url) => {
    let message = ''
    try {
      parseRedisUrl(url)
    } catch (error) {
      message = String(error)
    }
    expect(message).not.toBe('')
    expect(message).not.toMatch(/secret|ret@/)
  })
})
