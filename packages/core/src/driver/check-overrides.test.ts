import { describe, expect, test } from '@jest/globals'
import { checkOverrides } from './check-overrides.ts'
import type { Overrides } from './overrides.ts'

describe('overrides', () => {
  test.each<[Overrides]>([
    [{}],
    [{ ttl: 0, staleWhileRevalidate: 0, staleIfError: Infinity }],
    [{ maxAge: 3.5, surrogateKeys: ['a', 'b/c'], vary: ['Accept', '*'], sensitive: false }],
    [{ strategy: 'fresh', collapse: false, cacheKey: 'x' }],
    [{ pass: false, cacheMode: 'reload' }],
    [{ deadlines: { reply: Infinity, store: 0 }, abort: { leader: { awaitBackend: 'stop' } } }],
    [{ beforeSend: () => {}, afterSend: async () => {}, onDirect: () => {} }],
    [{ ttl: undefined, maxAge: 5, strategy: undefined, pass: true }],
  ])('are taken as %j', (overrides) => {
    expect(() => checkOverrides(overrides)).not.toThrow()
  })

  test.each<[object | null | number, string]>([
    [null, 'overrides are an object such as { ttl: 60 }; they are null'],
    [7, 'overrides are an object'],
    [JSON.parse('{"__proto__":{}}') as object, 'there is no override "__proto__"'],
    [{ toString: 5 }, 'there is no override "toString"'],
    [{ tll: 5 }, 'there is no override "tll"; there are ttl, maxAge'],
    [{ ttl: -1 }, 'ttl must be a number of seconds, 0 or more; it is -1'],
    [{ ttl: Number.NaN }, 'ttl must be a number of seconds, 0 or more; it is NaN'],
    [{ maxAge: '60' }, 'maxAge must be a number of seconds, 0 or more; it is 60'],
    [{ staleWhileRevalidate: null }, 'staleWhileRevalidate must be'],
    [{ staleIfError: true }, 'staleIfError must be'],
    [{ ttl: 1, maxAge: 1 }, 'ttl and maxAge'],
    [
      { surrogateKeys: 'a b' },
      'surrogateKeys must be an array of labels without spaces and commas; it is "a b"',
    ],
    [{ surrogateKeys: ['a b'] }, 'surrogateKeys must be'],
    [{ surrogateKeys: ['a,b'] }, 'surrogateKeys must be'],
    [{ surrogateKeys: [''] }, 'surrogateKeys must be'],
    [{ vary: ['a b'] }, 'vary must be an array of field names; it is ["a b"]'],
    [{ vary: [1] }, 'vary must be'],
    [{ sensitive: 'yes' }, 'sensitive must be true or false; it is "yes"'],
    [{ pass: 1 }, 'pass must be true or false; it is 1'],
    [{ collapse: 'false' }, 'collapse must be true or false'],
    [{ cacheKey: '' }, 'cacheKey must be a string that is not empty; it is ""'],
    [{ cacheMode: 'fastest' }, 'cacheMode must be one of default'],
    [{ strategy: 'fast' }, 'strategy must be one of fresh, refresh, invalidate, bypass; it is "fast"'],
    [{ strategy: 'fresh', cacheMode: 'reload' }, 'cacheMode, strategy and pass'],
    [{ strategy: 'fresh', pass: true }, 'cacheMode, strategy and pass'],
    [{ deadlines: { reply: -1 } }, 'deadlines.reply must be a number, 0 or more; it is -1'],
    [{ deadlines: 5 }, 'deadlines must be an object'],
    [{ abort: { leader: { awaitBackend: 'pause' } } }, 'abort.leader.awaitBackend must be one of finish'],
    [{ abort: 'stop' }, 'abort must be an object'],
    [{ beforeSend: {} }, 'beforeSend must be a function; it is object'],
  ])('are refused as %j, and the message says what they may be', (overrides, message) => {
    const refused = () => checkOverrides(overrides as Overrides) // wrong on purpose
    expect(refused).toThrow(message)
    expect(refused).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }))
  })
})
