import { describe, expect, test } from '@jest/globals'
import type { BackendRequest } from '@cachechart/core'
import { handlerRequest } from './handler-request.ts'

const url = 'http://example.com/'
const { signal } = new AbortController()

const outgoing = (given: Partial<BackendRequest>): BackendRequest => ({
  ...{ method: 'GET', url, fields: [], body: null, context: undefined },
  ...given,
})

describe('the request for the handler', () => {
  test('has the fields of the cache, and all else of the client', () => {
    const client = new Request(url, { headers: { a: '1', b: '2' }, redirect: 'manual' })
    const request = handlerRequest(outgoing({ fields: ['b', '3'] }), client, signal)
    expect([[...request.headers], request.redirect]).toEqual([[['b', '3']], 'manual'])
  })

  test('goes where the cache sends it, with the client’s body', async () => {
    const client = new Request(url, { method: 'POST', body: 'sent' })
    const elsewhere = 'http://example.org/there'
    const request = handlerRequest(outgoing({ method: 'POST', url: elsewhere }), client, signal)
    expect([request.url, request.method, await request.text()]).toEqual([elsewhere, 'POST', 'sent'])
  })

  test('is the client’s own but for a fragment', () => {
    const client = new Request(`${url}#part`)
    expect(handlerRequest(outgoing({}), client, signal).url).toBe(`${url}#part`)
  })

  test('has the method that the cache needs', () => {
    expect(handlerRequest(outgoing({}), new Request(url, { method: 'HEAD' }), signal).method).toBe('GET')
  })

  test('keeps a method that no constructor takes', () => {
    const client = new Request(url)
    Object.defineProperty(client, 'method', { value: 'TRACE' })
    expect(() => handlerRequest(outgoing({ method: 'TRACE' }), client, signal)).not.toThrow()
  })

  test('is aborted by the cache, not by the client', () => {
    const [client, cache] = [new AbortController(), new AbortController()]
    const request = handlerRequest(outgoing({}), new Request(url, { signal: client.signal }), cache.signal)
    client.abort()
    expect(request.signal.aborted).toBe(false)
    cache.abort()
    expect(request.signal.aborted).toBe(true)
  })
})
