import { describe, expect, test } from '@jest/globals'
import { cacheKeyOf } from './cache-key.ts'
import { definePolicy } from './default-policy.ts'
import type { PolicyOptions } from './policy-options.ts'

describe('definePolicy', () => {
  test('makes every choice', () => {
    expect(definePolicy()).toEqual({
      shared: true,
      name: 'cachechart',
      heuristicFraction: 0.1,
      heuristicMaximum: 86_400,
      staleIfError: 0,
      staleWhileRevalidate: 0,
      errorStatuses: [500, 502, 503, 504],
      targets: ['cdn-cache-control'],
      setCookie: 'refuse',
      onStoreFailure: 'pass',
      key: cacheKeyOf,
      isKeyedByUrl: true,
    })
  })

  test('takes what is given', () => {
    const options: Required<Omit<PolicyOptions, 'key'>> = {
      shared: false,
      name: 'edge-01:a/b',
      heuristicFraction: 1,
      heuristicMaximum: Infinity,
      staleIfError: 0.5,
      staleWhileRevalidate: 60,
      errorStatuses: [400, 429, 599],
      targets: ['Edge-Cache-Control', 'CDN-Cache-Control'],
      setCookie: 'store',
      onStoreFailure: 'fail',
    }
    const targets = ['edge-cache-control', 'cdn-cache-control'] // as names are looked for
    expect(definePolicy(options)).toMatchObject({ ...options, targets })
  })

  test('obeys no targeted field in a private cache, unless it is told to', () => {
    expect(definePolicy({ shared: false }).targets).toEqual([])
  })

  test('takes the default where undefined is given', () => {
    // Plain JavaScript gives this freely; the types do not.
    const options = { name: undefined, targets: undefined } as unknown as PolicyOptions
    expect(definePolicy(options)).toMatchObject({ name: 'cachechart', targets: ['cdn-cache-control'] })
  })

  test('keeps nothing that its caller could change afterwards', () => {
    const errorStatuses = [500]
    const targets = ['A']
    const policy = definePolicy({ errorStatuses, targets })
    errorStatuses.push(404)
    targets.push('B')
    expect(policy.targets).toEqual(['a'])
    expect(Object.isFrozen(policy.targets)).toBe(true)
    expect(policy.errorStatuses).toEqual([500])
    expect(Object.isFrozen(policy)).toBe(true)
    expect(Object.isFrozen(policy.errorStatuses)).toBe(true)
  })

  test.each<[keyof PolicyOptions, unknown, typeof TypeError | typeof RangeError, string]>([
    ['shared', 'yes', TypeError, 'true or false; it is "yes"'],
    ['shared', null, TypeError, 'true or false; it is null'],
    ['name', 7, TypeError, 'a token, as in "edge-1"; it is 7'],
    ['name', 'two words', RangeError, 'a token, as in "edge-1"; it is "two words"'],
    ['name', '', RangeError, 'a token, as in "edge-1"; it is ""'],
    ['name', '1st', RangeError, 'a token, as in "edge-1"; it is "1st"'],
    ['name', 'a\r\nb', RangeError, 'a token, as in "edge-1"; it is "a\r\nb"'],
    ['heuristicFraction', -0.1, RangeError, 'a number from 0 to 1; it is -0.1'],
    ['heuristicFraction', 1.1, RangeError, 'a number from 0 to 1; it is 1.1'],
    ['heuristicFraction', '0.1', TypeError, 'a number from 0 to 1; it is "0.1"'],
    ['heuristicMaximum', -1, RangeError, 'a number, 0 or more; it is -1'],
    ['heuristicMaximum', NaN, RangeError, 'a number, 0 or more; it is NaN'],
    ['staleIfError', NaN, RangeError, 'a number, 0 or more; it is NaN'],
    ['staleIfError', null, TypeError, 'a number, 0 or more; it is null'],
    ['staleWhileRevalidate', -5, RangeError, 'a number, 0 or more; it is -5'],
    ['errorStatuses', 500, TypeError, 'an array of status codes from 400 to 599; it is 500'],
    ['errorStatuses', [500, 200], RangeError, 'an array of status codes from 400 to 599; it is [500, 200]'],
    ['errorStatuses', [600], RangeError, 'an array of status codes from 400 to 599; it is [600]'],
    ['errorStatuses', ['500'], RangeError, 'an array of status codes from 400 to 599; it is ["500"]'],
    ['targets', null, TypeError, 'an array of field names, as in ["CDN-Cache-Control"]; it is null'],
    ['targets', 'A', TypeError, 'an array of field names, as in ["CDN-Cache-Control"]; it is "A"'],
    [
      'targets',
      ['A', 'b c'],
      RangeError,
      'an array of field names, as in ["CDN-Cache-Control"]; it is ["A", "b c"]',
    ],
    ['targets', [7], RangeError, 'an array of field names, as in ["CDN-Cache-Control"]; it is [7]'],
    ['setCookie', 'keep', RangeError, '"refuse" or "store"; it is "keep"'],
    ['onStoreFailure', 'retry', RangeError, '"pass" or "fail"; it is "retry"'],
  ])('refuses %s: %j', (...[option, value, kind, ending]) => {
    const define = () => definePolicy({ [option]: value })
    expect(define).toThrow(kind)
    expect(define).toThrow(`policy.${option} must be ${ending}`)
  })
})

describe('the key of definePolicy', () => {
  const request = { method: 'GET', url: 'http://example.com/a?b=1&a=2&utm_source=x#f', fields: ['Host', 'h'] }

  test('is made of the target URI, with the query as the options have it', () => {
    expect(definePolicy().key(request)).toBe('http://example.com/a?b=1&a=2&utm_source=x')
    const policy = definePolicy({ key: { sortQuery: true, ignoreParameters: ['utm_*'] } })
    expect([policy.key(request), policy.isKeyedByUrl]).toEqual(['http://example.com/a?a=2&b=1', true])
  })

  test('is whatever a function makes of the request', () => {
    const policy = definePolicy({ key: ({ method, fields }) => `${method} ${fields.join()}` })
    expect([policy.key(request), policy.isKeyedByUrl]).toEqual(['GET Host,h', false])
  })

  test.each([
    ['', '""'],
    [undefined, 'undefined'],
    [7, '7'],
  ])('may not be %j', (key, told) => {
    const policy = definePolicy({ key: () => key as string }) // wrong on purpose
    expect(() => policy.key(request)).toThrow(
      `policy.key must return a string that is not empty; it returned ${told}`,
    )
  })

  test.each<[unknown, string]>([
    ['url', 'policy.key must be a function, or options such as { sortQuery: true }; it is "url"'],
    [null, 'policy.key must be a function'],
    [{ sortQuery: 1 }, 'policy.key.sortQuery must be true or false; it is 1'],
    [
      { ignoreParameters: 'a' },
      'policy.key.ignoreParameters must be an array of names, as in ["utm_*"]; it is "a"',
    ],
    [
      { ignoreParameters: [1] },
      'policy.key.ignoreParameters must be an array of names, as in ["utm_*"]; it is [1]',
    ],
  ])('is refused as %j', (key, message) => {
    const options = { key } as PolicyOptions // wrong on purpose
    expect(() => definePolicy(options)).toThrow(TypeError)
    expect(() => definePolicy(options)).toThrow(message)
  })
})
