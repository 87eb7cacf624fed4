import { describe, expect, test } from '@jest/globals'
import type { CacheMode } from '@cachechart/core'
import { readArguments } from './read-arguments.ts'

const url = 'http://example.com/page?a=1'

/** The types of Node lack `cache`; its Request has it. */
const inMode = (cache: CacheMode): RequestInit => ({ cache }) as RequestInit

describe('the target', () => {
  test.each([
    ['HTTP://Example.COM:80/page?a=1', url],
    [`${url}#part`, url],
    [`${url}#`, url],
    ['http://example.com/@user', 'http://example.com/@user'],
    ['https://example.com', 'https://example.com/'],
  ])('%s is %s: absolute, normalised, without fragment', (input, expected) => {
    expect(readArguments(input)?.url).toBe(expected)
    expect(readArguments(new URL(input))?.url).toBe(expected)
    expect(readArguments(new Request(input))?.url).toBe(expected)
  })

  test.each([
    'data:,x',
    'blob:http://a/b',
    'file:///x',
    'about:blank',
    '/relative',
    'http://user@a/',
    'http://:pass@a/',
  ])('%s is not for the cache', (input) => {
    expect(readArguments(input)).toBeUndefined()
  })
})

describe('the arguments', () => {
  test('of a plain call make nothing that is not needed', () => {
    const call = readArguments(url)
    const other = readArguments(url, {})
    expect(call).toEqual(other)
    expect(call?.onward).toBe(readArguments('http://example.com/other')?.onward)
  })

  test('are taken from init before the Request', () => {
    const request = new Request(url, {
      method: 'POST',
      redirect: 'error',
      ...inMode('reload'),
      headers: { a: '1' },
    })
    expect(readArguments(request)).toMatchObject({
      ...{ method: 'POST', redirect: 'error', cacheMode: 'reload', fields: ['a', '1'] },
    })
    const init = { method: 'PUT', redirect: 'manual', cache: 'no-cache', headers: { b: '2' } } as const
    expect(readArguments(request, init)).toMatchObject({
      ...{ method: 'PUT', redirect: 'manual', cacheMode: 'no-cache', fields: ['b', '2'] },
    })
  })

  test('that the cache does not know go on to the fetch underneath, inherited ones too', () => {
    const init = Object.create(
      { priority: 'high' },
      { dispatcher: { value: {}, enumerable: true } },
    ) as RequestInit
    expect(readArguments(url, init)?.onward.members).toEqual({ priority: 'high', dispatcher: {} })
  })

  test.each(['get', 'Head', 'post', 'pUT', 'delete', 'options'])('%s is written in upper case', (method) => {
    expect(readArguments(url, { method })?.method).toBe(method.toUpperCase())
  })

  test.each(['patch', 'Brew'])('%s stays as it is', (method) => {
    expect(readArguments(url, { method })?.method).toBe(method)
  })

  test('a condition of the caller’s own makes a request no-store in default mode, and in no other', () => {
    const headers = { 'If-None-Match': '"1"' }
    expect(readArguments(url, { headers })?.cacheMode).toBe('no-store')
    expect(readArguments(url, { headers, cache: 'force-cache' })?.cacheMode).toBe('force-cache')
  })

  test('whose getters throw are left to the fetch underneath', () => {
    const init = Object.defineProperty({}, 'method', {
      get: () => {
        throw new Error('no')
      },
    })
    expect(readArguments(url, init)).toBeUndefined()
  })

  test('a Request of a class of its own counts as one', () => {
    class OtherRequest {
      readonly url = url
      readonly method = 'GET'
      readonly headers = new Headers({ a: '1' })
    }
    const request = new OtherRequest() as unknown as Request // as a fetch of another package has it
    expect(readArguments(request)).toMatchObject({ url, fields: ['a', '1'], onward: { input: request } })
  })
})
