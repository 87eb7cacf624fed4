import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import { isMatching, selectEntry } from './select-entry.ts'

const entry = (language: string) => ({
  language,
  response: sampleResponse({ vary: ['accept-language'], varied: [language] }),
})

const asking = (language: string) =>
  sampleTransaction('awaitCache', { request: { fields: ['Accept-Language', language] } })

describe('the entry that may answer a transaction', () => {
  const entries = [entry('de'), entry('fr')]

  test('is the one whose selecting fields match those of its request', () => {
    expect(selectEntry(asking('fr'), entries)).toBe(entries[1])
  })

  test('is none where no selecting field matches', () => {
    expect(selectEntry(asking('it'), entries)).toBeUndefined()
  })

  test('is one of those that match', () => {
    const matching = entries.map(({ response }) => isMatching(asking('fr').request, response))
    expect(matching).toEqual([false, true])
  })
})
