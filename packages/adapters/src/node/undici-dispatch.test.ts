import { describe, expect, test } from '@jest/globals'
import { dispatchOf } from './undici-dispatch.ts'

const planOf = (url: string) =>
  dispatchOf(
    {
      method: 'GET',
      url,
      fields: ['Host', 'other.example'],
      body: null,
      onInformation: undefined,
      context: undefined,
    },
    { headersTimeout: 1, bodyTimeout: 2 },
  ).options

describe('what undici is asked', () => {
  test.each([
    ['http://a.example', 'http://a.example', '/'],
    ['http://a.example/', 'http://a.example', '/'],
    ['http://a.example?q', 'http://a.example', '/?q'],
    ['http://a.example:81//b/../c?d=/#e', 'http://a.example:81', '//b/../c?d=/'],
    ['http://a.example#/b', 'http://a.example', '/'],
    ['https://[::1]:81/x', 'https://[::1]:81', '/x'],
  ])('for %s is of %s: %s', (url, origin, path) => {
    expect(planOf(url)).toMatchObject({ origin, path, headersTimeout: 1, bodyTimeout: 2 })
  })

  test.each([
    ['https://a.example:81/', 'a.example'],
    ['https://192.0.2.1/', undefined],
    ['https://[::1]/', undefined],
    ['http://a.example/', undefined],
  ])('for %s names %s to TLS, whatever Host says', (url, expected) => {
    expect(Reflect.get(planOf(url), 'servername')).toBe(expected)
  })
})
