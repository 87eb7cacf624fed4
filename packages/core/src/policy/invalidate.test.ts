import { describe, expect, test } from '@jest/globals'
import { urisToInvalidate } from './invalidate.ts'

function invalidated(method: string, status: number, ...fields: string[]) {
  const request = { method, url: 'http://example.com/a/b?c#d', fields: [] }
  return urisToInvalidate(request, { status, reason: '', fields })
}

const target = 'http://example.com/a/b?c'

describe('urisToInvalidate (RFC 9111 §4.4)', () => {
  test.each([
    ['POST', 200],
    ['PUT', 201],
    ['PUT', 204],
    ['DELETE', 200],
    ['PATCH', 200],
    ['POST', 303],
    ['POST', 399],
    ['MKCOL', 201],
    ['LOCK', 200],
    ['PURGE', 200],
    ['FROBNICATE', 200],
    ['get', 200],
  ])('%s answered by %d invalidates its target', (method, status) => {
    expect(invalidated(method, status)).toEqual([target])
  })

  test.each([
    ['GET', 200],
    ['HEAD', 200],
    ['OPTIONS', 200],
    ['TRACE', 200],
    ['PRI', 200],
    ['PROPFIND', 207],
    ['REPORT', 207],
    ['SEARCH', 200],
    ['QUERY', 200],
    ['POST', 199],
    ['POST', 400],
    ['POST', 500],
  ])('%s answered by %d invalidates nothing', (method, status) => {
    expect(invalidated(method, status, 'Location', '/x')).toEqual([])
  })

  test.each<[string[], string[]]>([
    [
      ['Location', 'x'],
      [target, 'http://example.com/a/x'],
    ],
    [
      ['Content-Location', '/y?z'],
      [target, 'http://example.com/y?z'],
    ],
    [
      ['Location', '/x', 'Content-Location', '/y'],
      [target, 'http://example.com/x', 'http://example.com/y'],
    ],
    [
      ['Location', '/x', 'Content-Location', '/x'],
      [target, 'http://example.com/x'],
    ],
    [
      ['Location', 'HTTP://EXAMPLE.com:80/x#y'],
      [target, 'http://example.com/x'],
    ],
    [['Location', ''], [target]],
    [['Location', '#e'], [target]],
    [['Location', '/x', 'Location', '/y'], [target]],
  ])('with %j of the same origin: %j', (fields, uris) => {
    expect(invalidated('POST', 201, ...fields)).toEqual(uris)
  })

  test.each([
    ['http://example.org/x'],
    ['https://example.com/x'],
    ['http://example.com:8080/x'],
    ['//example.org/x'],
    ['mailto:a@example.com'],
    ['/a b'],
  ])('leaves %s alone: another origin, or no URI', (reference) => {
    expect(invalidated('POST', 201, 'Location', reference, 'Content-Location', reference)).toEqual([target])
  })

  test('invalidates a target that is no http URI, and nothing beside it', () => {
    const request = { method: 'POST', url: 'app:thing', fields: [] }
    expect(urisToInvalidate(request, { status: 200, reason: '', fields: ['Location', 'app:other'] })).toEqual(
      ['app:thing'],
    )
  })

  test('invalidates a target as it is written, and no other spelling of it where the reply names nothing', () => {
    const request = { method: 'POST', url: 'http://EXAMPLE.com', fields: [] }
    expect(urisToInvalidate(request, { status: 200, reason: '', fields: [] })).toEqual(['http://EXAMPLE.com'])
  })
})
