import { describe, expect, test } from '@jest/globals'
import { forwardedFields, type ForwardedOptions, type ForwardedRequest } from './forwarded-fields.ts'

const options: ForwardedOptions = {
  forwarded: 'replace',
  host: 'origin',
  originAuthority: 'origin.example:81',
  pseudonym: 'cachechart',
  mark: 'c0ffee',
}
const request: ForwardedRequest = {
  method: 'GET',
  url: 'https://shop.example/a?b',
  fields: ['Host', 'shop.example', 'ACCEPT', 'text/html', 'Cookie', 'a', 'Cookie', 'b'],
  httpVersion: '1.0',
  clientAddress: '192.0.2.1',
}
const own = ['Via', '1.0 cachechart (c0ffee)', 'X-Forwarded-For', '192.0.2.1']

describe('the fields of a request to the origin', () => {
  test('are the client’s, in case and order, with Host, Via and X-Forwarded-* of the gateway', () => {
    expect(forwardedFields(request, options)).toEqual([
      ...['ACCEPT', 'text/html', 'Cookie', 'a', 'Cookie', 'b'],
      ...['Host', 'origin.example:81', ...own],
      ...['X-Forwarded-Host', 'shop.example', 'X-Forwarded-Proto', 'https'],
    ])
  })

  test('keep the client’s host on demand', () => {
    const fields = forwardedFields(request, { ...options, host: 'client' })
    expect(fields.slice(-10, -8)).toEqual(['Host', 'shop.example'])
  })

  const claims = ['x-forwarded-for', '198.51.100.7', 'X-Forwarded-Host', 'evil', 'X-Forwarded-Proto', 'ftp']
  const further = [
    ...['X-Forwarded-Port', '99', 'Forwarded', 'for=1.2.3.4', 'X-Host', 'evil', 'X-Original-Host', 'evil'],
    ...['X-Original-URL', '/admin', 'X-Rewrite-URL', '/admin'],
  ]

  test('hold nothing that the client claims of the hops before it', () => {
    const fields = forwardedFields({ ...request, fields: [...claims, ...further] }, options)
    expect(fields).toEqual([
      ...['Host', 'origin.example:81', ...own],
      ...['X-Forwarded-Host', 'shop.example', 'X-Forwarded-Proto', 'https'],
    ])
  })

  test('append the client to what a trusted proxy says, and tell host and scheme once, as the key has them', () => {
    const claimed = { ...request, fields: [...claims, 'X-Forwarded-For', '203.0.113.9', ...further] }
    expect(forwardedFields(claimed, { ...options, forwarded: 'append' })).toEqual([
      ...further,
      ...['Host', 'origin.example:81', 'Via', '1.0 cachechart (c0ffee)'],
      ...['X-Forwarded-For', '198.51.100.7, 203.0.113.9, 192.0.2.1'],
      ...['X-Forwarded-Host', 'shop.example', 'X-Forwarded-Proto', 'https'],
    ])
  })

  test.each([
    ['::ffff:192.0.2.1', '192.0.2.1'],
    ['2001:db8::1', '2001:db8::1'],
  ])('name the client %s as %s', (clientAddress, expected) => {
    const fields = forwardedFields({ ...request, clientAddress }, options)
    expect(fields).toContain(expected)
  })

  test('name no client that is already gone', () => {
    expect(forwardedFields({ ...request, clientAddress: undefined }, options)).not.toContain(
      'X-Forwarded-For',
    )
  })

  test('keep the Via of earlier hops before the gateway’s own', () => {
    const fields = forwardedFields({ ...request, fields: ['via', '1.1 front, 1.1 cachechart'] }, options)
    expect(fields.slice(0, 2)).toEqual(['via', '1.1 front, 1.1 cachechart'])
  })

  test('show a request that has come through this process before', () => {
    const fields = ['Via', '1.1 front, 1.1 cachechart (c0ffee), 1.1 back']
    expect(forwardedFields({ ...request, fields }, options)).toBe('loop')
  })

  // RFC 9110 §7.6.2
  test.each([
    ['OPTIONS', '7', '6'],
    ['OPTIONS', 'x', 'x'],
    ['GET', '7', '7'],
  ])('of %s with Max-Forwards %s have %s', (method, before, after) => {
    const fields = forwardedFields({ ...request, method, fields: ['Max-Forwards', before] }, options)
    expect(fields.slice(0, 2)).toEqual(['Max-Forwards', after])
  })
})
