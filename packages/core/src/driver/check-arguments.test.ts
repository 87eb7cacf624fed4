import { describe, expect, test } from '@jest/globals'
import { memoryStore } from '../stores/memory-store.ts'
import { checkOptions, checkRequest } from './check-arguments.ts'
import type { CacheOptions, CacheRequest } from './cache-api.ts'

const store = memoryStore()
const backend = { send: () => ({ status: 200, reason: '', fields: [], body: null }) }

describe('the options of a cache', () => {
  test.each([
    ['no store', { backend }, 'store'],
    ['a backend without send', { store, backend: {} }, 'backend'],
    ['an unknown interpreter', { store, backend, interpreter: 'wasm' }, 'interpreter'],
    ['inspect without actors', { store, backend, inspect: () => undefined }, 'inspect'],
    ['a negative deadline', { store, backend, deadlines: { reply: -1 } }, 'deadlines.reply'],
    ['a deadline that is no number', { store, backend, deadlines: { store: '2s' } }, 'deadlines.store'],
    [
      'a limit that is NaN',
      { store, backend, background: { concurrency: Number.NaN } },
      'background.concurrency',
    ],
    ['a negative capacity', { store, backend, traceCapacity: -1 }, 'traceCapacity'],
  ])('with %s are refused, and the message names it', (_what, options, named) => {
    const refused = () => checkOptions(options as unknown as CacheOptions) // wrong on purpose
    expect(refused).toThrow(named)
    expect(refused).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }))
  })

  test('may leave deadlines out, and may wait for ever', () => {
    const deadlines = { store: undefined, reply: Number.POSITIVE_INFINITY } as unknown as NonNullable<
      CacheOptions['deadlines']
    >
    expect(() => checkOptions({ store, backend, deadlines })).not.toThrow()
  })
})

describe('a request', () => {
  const request: CacheRequest = { method: 'GET', url: 'http://a.example/', fields: [] }

  test.each([
    ['a method that is no token', { ...request, method: 'GET /' }, 'request.method'],
    ['no method', { ...request, method: undefined }, 'request.method'],
    ['a relative URL', { ...request, url: '/x' }, 'request.url'],
    ['half a field line', { ...request, fields: ['Accept'] }, 'request.fields'],
    ['fields that are no list', { ...request, fields: {} }, 'request.fields'],
  ])('with %s is refused, and the message names it', (_what, wrong, named) => {
    const refused = () => checkRequest(wrong as unknown as CacheRequest) // wrong on purpose
    expect(refused).toThrow(named)
    expect(refused).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }))
  })

  test('with any method that is a token is taken', () => {
    expect(() => checkRequest({ ...request, method: 'PROPFIND' })).not.toThrow()
  })
})
