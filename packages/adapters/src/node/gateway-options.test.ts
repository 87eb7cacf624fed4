import { describe, expect, test } from '@jest/globals'
import { memoryStore, MisuseError } from '@cachechart/core'
import { readGatewayOptions, type GatewayOptions } from './gateway-options.ts'

const options = { origin: 'http://a.example', store: memoryStore() }

describe('the options of a gateway', () => {
  test.each([
    ['http://a.example', 'http://a.example'],
    ['http://A.example:80/', 'http://a.example'],
    ['https://a.example:8443', 'https://a.example:8443'],
    [new URL('http://[::1]:3000'), 'http://[::1]:3000'],
  ])('take the origin %s', (origin, expected) => {
    expect(readGatewayOptions({ ...options, origin }).originBase).toBe(expected)
  })

  test.each([
    ['a.example', 'is not an absolute URL'],
    ['', 'is not an absolute URL'],
    ['ftp://a.example', 'has the scheme "ftp:"'],
    ['http://u:p@a.example', 'has credentials'],
    ['http://a.example/app', 'has the path "/app"'],
    ['http://a.example/?q', 'has a query or fragment'],
    ['http://a.example/#f', 'has a query or fragment'],
  ])('refuse the origin "%s": it %s', (origin, problem) => {
    const read = () => readGatewayOptions({ ...options, origin })
    expect(read).toThrow(MisuseError)
    expect(read).toThrow(
      `origin is an http or https URL such as "http://127.0.0.1:3000"; "${origin}" ${problem}`,
    )
  })

  test.each<[string, Partial<GatewayOptions>]>([
    ['timeouts.connect is a positive integer; seen: 0', { timeouts: { connect: 0 } }],
    ['timeouts.responseBody is a positive integer; seen: Infinity', { timeouts: { responseBody: Infinity } }],
    ['limits.requestHead is a positive integer; seen: -1', { limits: { requestHead: -1 } }],
    ['timeouts.requestHead may not be longer', { timeouts: { requestHead: 2, request: 1 } }],
    // What plain JavaScript may give.
    ['forwarded is "replace" or "append"; seen: true', { forwarded: true as unknown as 'append' }],
    ['host is "origin" or "client"; seen: proxy', { host: 'proxy' as unknown as 'client' }],
    ['admin.port is an integer from 0 to 65535; seen: 65536', { admin: { port: 65_536 } }],
    ['admin.port is an integer from 0 to 65535; seen: undefined', { admin: {} as { port: number } }],
    ['admin.host is a name or address; seen: ""', { admin: { port: 0, host: '' } }],
    ['purge.token is a string of visible ASCII characters, not empty', { purge: { token: '' } }],
    ['purge.token is a string', { purge: { token: 'two words' } }],
    ['purge.token is a string', { purge: {} as { token: string } }],
  ])('are refused: %s', (message, more) => {
    expect(() => readGatewayOptions({ ...options, ...more })).toThrow(message)
  })

  test('do not repeat a token that is refused', () => {
    const read = () => readGatewayOptions({ ...options, purge: { token: 'my secret' } })
    expect(read).toThrow(expect.objectContaining({ message: expect.not.stringContaining('secret') }))
  })

  test('give the cache deadlines that cover the phases of the origin', () => {
    const timeouts = { connect: 1_000, responseHead: 2_000, responseBody: 3_000 }
    expect(readGatewayOptions({ ...options, timeouts }).deadlines).toEqual({
      connect: 1_000,
      reply: 3_000,
      body: 3_000,
    })
    const deadlines = { reply: 7 }
    expect(readGatewayOptions({ ...options, timeouts, deadlines }).deadlines).toEqual({
      connect: 1_000,
      reply: 7,
      body: 3_000,
    })
  })
})
