import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import { identityOf, isForBoth, isFreshFor, isSameFetch, leaseVariant } from './flight-identity.ts'

const known = { stored: null, vary: ['accept-language'] }
const asking = (...fields: string[]) => sampleTransaction('awaitCache', { request: { fields } })

const identity = (...fields: string[]) => {
  const own = identityOf(asking(...fields), known)
  if (own === null) throw new Error('it shares with others')
  return own
}

describe('a transaction', () => {
  test('that was not admitted yet shares nothing', () => {
    const received = sampleTransaction('received')
    expect([identityOf(received, known), isForBoth(received, sampleResponse())]).toEqual([null, false])
  })

  test('takes what came before it asked only while that is fresh for it', () => {
    const stored = sampleResponse({ lifetime: 60 })
    const late = stored.responseTime + 30_000
    expect(isFreshFor(asking(), stored, late)).toBe(true)
    expect(isFreshFor(asking('Cache-Control', 'max-age=5'), stored, late)).toBe(false)
    expect(isFreshFor(asking(), stored, stored.responseTime + 90_000)).toBe(false)
    expect(isFreshFor(sampleTransaction('received'), stored, late)).toBe(false)
  })

  test('shares what is right for its request, too', () => {
    const varied = sampleResponse({ vary: ['accept-language'], varied: ['en'] })
    expect(isForBoth(asking('Accept-Language', 'en'), varied)).toBe(true)
    expect(isForBoth(asking('Accept-Language', 'de'), varied)).toBe(false)
  })

  test('asks for the very same only with the same selecting fields and the same range', () => {
    const english = identity('Accept-Language', 'en')
    expect(isSameFetch(english, identity('Accept-Language', 'en'))).toBe(true)
    expect(isSameFetch(english, identity('Accept-Language', 'de'))).toBe(false)
    // A part of it may follow the whole, and is another fetch.
    expect(isSameFetch(identity('Accept-Language', 'en', 'Range', 'bytes=0-1'), english)).toBe(false)
  })

  test('that asks for the whole, though its client wants a part, has the identity of the whole', () => {
    const request = { fields: ['Range', 'bytes=0-1'] }
    const whole = sampleTransaction('awaitCache', { request, range: 'dropped' })
    expect(identityOf(whole, known)?.range).toBeNull()
    expect(identityOf(sampleTransaction('awaitCache', { request }), known)?.range).toBe('bytes=0-1\n')
  })
})

describe('the name of a fetch among those for its key', () => {
  const nameOf = (asked: Parameters<typeof identityOf>[1], ...fields: string[]) => {
    const own = identityOf(asking(...fields), asked)
    if (own === null) throw new Error('it shares with others')
    return leaseVariant(own)
  }
  const unknown = { stored: null, vary: [] }

  test('is empty where nothing selects and the whole is wanted', () => {
    expect(nameOf(unknown, 'Accept-Language', 'en')).toBe('')
  })

  test('tells apart what other fields select, and which part is wanted', () => {
    const names = [
      nameOf(unknown),
      nameOf(unknown, 'Range', 'bytes=0-1'),
      nameOf(known),
      nameOf(known, 'Accept-Language', 'en'),
      nameOf(known, 'Accept-Language', 'de'),
      nameOf(known, 'Accept-Language', 'en', 'Range', 'bytes=0-1'),
    ]
    expect(new Set(names).size).toBe(names.length)
  })

  test('is the same for all who ask for the same, whatever else they say', () => {
    const one = nameOf(known, 'Accept-Language', 'en', 'User-Agent', 'a')
    expect(nameOf(known, 'User-Agent', 'b', 'Accept-Language', 'en')).toBe(one)
  })
})
