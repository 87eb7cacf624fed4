import { describe, expect, test } from '@jest/globals'
import { replyFields } from './reply-fields.ts'

const options = { pseudonym: 'cachechart', originBase: 'http://origin.example:81', host: 'origin' } as const
const via = ['Via', '1.1 cachechart']

describe('the fields of a reply', () => {
  test('keep case, order and duplicates, and gain Via', () => {
    const fields = ['set-cookie', 'a', 'Set-Cookie', 'b', 'Via', '1.0 back']
    expect(replyFields(fields, options)).toEqual([
      'set-cookie',
      'a',
      'Set-Cookie',
      'b',
      'Via',
      '1.0 back',
      ...via,
    ])
  })

  test.each([
    ['http://origin.example:81/a?b#c', '/a?b#c'],
    ['HTTP://Origin.example:81/A', '/A'],
    ['http://origin.example:81', '/'],
    ['http://origin.example:81//evil.example/', '/.//evil.example/'],
    ['http://origin.example:8100/', 'http://origin.example:8100/'],
    ['http://origin.example:81@evil.example/', 'http://origin.example:81@evil.example/'],
    ['https://origin.example:81/', 'https://origin.example:81/'],
    ['https://login.example/', 'https://login.example/'],
    ['../b', '../b'],
  ])('turn the link %s into %s', (link, expected) => {
    expect(replyFields(['Location', link], options)).toEqual(['Location', expected, ...via])
    expect(replyFields(['content-location', link], options)).toEqual(['content-location', expected, ...via])
  })

  test('say that a reply is for one client only, when the origin has made it for an address', () => {
    const fields = ['Vary', 'Accept', 'vary', 'Cookie, X-Forwarded-For']
    expect(replyFields(fields, options)).toEqual([...fields, 'Cache-Control', 'private', ...via])
    expect(replyFields(['Vary', 'X-Forwarded-Format'], options)).toEqual([
      'Vary',
      'X-Forwarded-Format',
      ...via,
    ])
  })

  test('keep links as they are where the origin knows the client’s host', () => {
    const fields = ['Location', 'http://origin.example:81/a']
    expect(replyFields(fields, { ...options, host: 'client' })).toEqual([...fields, ...via])
  })
})
