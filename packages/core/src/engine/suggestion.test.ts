import { describe, expect, test } from '@jest/globals'
import type { ResponseHead } from '../http/message.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { sampleTransaction, type SampleTransactionChanges } from '../testing/sample-transaction.ts'
import { isOrphaned, mayMask, obstacle, suggestionFor } from './suggestion.ts'

const made = 1_700_000_000_000
const late = made + 70_000
const head = (status: number, ...fields: string[]): ResponseHead => ({ status, reason: '', fields })
const obliged = (changes: SampleTransactionChanges = {}) =>
  sampleTransaction('awaitBackend.attached', { requestTime: late, ...changes })

describe('what policy suggests for a reply', () => {
  test('is to store it, with what was said of it', () => {
    const transaction = obliged({ storage: { ttl: 5 } })
    const reply = { head: head(200, 'Cache-Control', 'max-age=60'), overrides: { maxAge: 7 } }
    const suggestion = suggestionFor(transaction, reply, late)
    expect(suggestion).toMatchObject({ action: 'insert', age: 0, stored: { status: 200, lifetime: 7 } })
    const usual = suggestionFor(transaction, { ...reply, overrides: undefined }, late)
    expect(usual.stored.lifetime).toBe(5)
  })

  test('is to bring up to date what is stored, by a 304', () => {
    const transaction = obliged({
      stored: sampleResponse({ fields: ['X', 'old', 'ETag', '"1"', 'Cache-Control', 'max-age=60'] }),
      ask: 'validate',
    })
    const suggestion = suggestionFor(transaction, { head: head(304), overrides: undefined }, late)
    expect(suggestion).toMatchObject({ action: 'update', stored: { status: 200 } })
    expect(suggestion.stored.fields).toContain('old')
  })

  test('is nothing where nothing was asked of the cache', () => {
    const transaction = sampleTransaction('received')
    const asked = () => suggestionFor(transaction, { head: head(200), overrides: undefined }, late)
    expect(asked).toThrow('a reply came to a transaction without facts')
  })
})

describe('a reply', () => {
  const masking = sampleResponse({ staleIfError: 600 })

  test.each<[SampleTransactionChanges, boolean]>([
    [{}, false],
    [{ stored: sampleResponse() }, false],
    [{ stored: masking }, true],
  ])('can be made up for, with %j: %j', (changes, expected) => {
    expect(mayMask(obliged(changes), late)).toBe(expected)
  })

  test('cannot be made up for before the request was admitted', () => {
    expect(mayMask(sampleTransaction('received', { stored: masking }), late)).toBe(false)
  })

  test.each<[number, string[], boolean]>([
    [304, ['ETag', '"other"'], true],
    [304, ['ETag', '"1"'], false],
    [200, ['ETag', '"other"'], false],
  ])('of %d with %j fits nothing that is stored: %j', (status, fields, expected) => {
    const transaction = obliged({ stored: sampleResponse(), ask: 'validate' })
    expect(isOrphaned(transaction, head(status, ...fields), late)).toBe(expected)
  })

  test('of a request that was not admitted is no orphan', () => {
    expect(isOrphaned(sampleTransaction('received'), head(304), late)).toBe(false)
  })

  test('may have an action that is none for it', () => {
    expect(obstacle('update', obliged(), head(200))).toMatch('only a 304')
    expect(obstacle('insert', obliged(), head(200))).toBeNull()
  })
})
