import { describe, expect, test } from '@jest/globals'
import { decideAdmission } from './admit.ts'
import type { CacheMode, ForwardReason } from './verdicts.ts'

const requestOf = (method: string, ...fields: string[]) => ({ method, url: 'http://example.com/', fields })

describe('decideAdmission looks up', () => {
  test.each<[string, CacheMode, string[]]>([
    ['GET', 'default', []],
    ['HEAD', 'default', []],
    ['GET', 'reload', []],
    ['GET', 'no-cache', []],
    ['GET', 'force-cache', []],
    ['GET', 'only-if-cached', []],
    ['GET', 'default', ['Cache-Control', 'no-cache']],
    ['GET', 'default', ['Cache-Control', 'only-if-cached']],
    ['GET', 'default', ['If-None-Match', '"a"', 'If-Modified-Since', 'x']],
    ['GET', 'default', ['Authorization', 'Basic x']],
    ['GET', 'default', ['Range', 'bytes=0-1']],
    ['GET', 'default', ['Range', 'bytes=0-1', 'If-Range', '"a"']],
    ['GET', 'default', ['If-Range', '"a"']],
    ['GET', 'default', ['Range', 'bytes=1-0']],
    ['HEAD', 'default', ['Range', 'items=0-1']],
    ['GET', 'only-if-cached', ['Range', 'bytes=0-1']],
  ])('%s in mode %s with %j, and hands on what it read', (method, mode, fields) => {
    const verdict = decideAdmission(requestOf(method, ...fields), mode)
    expect(verdict).toMatchObject({ type: 'request.lookup', facts: { method } })
  })
})

describe('decideAdmission passes', () => {
  test.each<[string, CacheMode, string[], ForwardReason, string]>([
    ['POST', 'default', [], 'method', 'RFC 9110 §9.2.3'],
    ['OPTIONS', 'default', [], 'method', 'RFC 9110 §9.2.3'],
    ['get', 'default', [], 'method', 'RFC 9110 §9.1: methods are case-sensitive'],
    ['POST', 'no-store', ['Range', 'x'], 'method', 'the method comes first'],
    ['GET', 'no-store', [], 'bypass', 'Fetch §2.2.5'],
    ['GET', 'default', ['Cache-Control', 'no-store'], 'bypass', 'RFC 9111 §5.2.1.5'],
    ['GET', 'force-cache', ['Cache-Control', 'no-store'], 'bypass', 'RFC 9111 §5.2.1.5'],
    ['GET', 'default', ['Range', 'items=0-1'], 'bypass', 'RFC 9111 §3.3'],
    ['GET', 'default', ['If-Match', '"a"'], 'bypass', 'RFC 9111 §4.3.2'],
    ['GET', 'default', ['If-Unmodified-Since', 'x'], 'bypass', 'RFC 9111 §4.3.2'],
  ])('%s in mode %s with %j because of %s: %s', (...[method, mode, fields, reason]) => {
    expect(decideAdmission(requestOf(method, ...fields), mode)).toEqual({ type: 'request.pass', reason })
  })
})

test('decideAdmission passes an unsafe request that wants only what is stored (RFC 9111 §4)', () => {
  const request = requestOf('POST', 'Cache-Control', 'only-if-cached')
  expect(decideAdmission(request, 'default')).toEqual({ type: 'request.pass', reason: 'method' })
})

describe('decideAdmission finds it cannot satisfy (RFC 9111 §5.2.1.7)', () => {
  test.each<[string, CacheMode, string[]]>([
    ['POST', 'only-if-cached', []],
    ['SEARCH', 'default', ['Cache-Control', 'only-if-cached']],
    ['GET', 'only-if-cached', ['Range', 'items=0-1']],
    ['GET', 'default', ['Cache-Control', 'only-if-cached, no-store']],
    ['GET', 'no-store', ['Cache-Control', 'only-if-cached']],
  ])('%s in mode %s with %j', (method, mode, fields) => {
    expect(decideAdmission(requestOf(method, ...fields), mode)).toEqual({ type: 'request.unsatisfied' })
  })
})
