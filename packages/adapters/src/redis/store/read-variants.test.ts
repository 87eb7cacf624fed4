import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '@cachechart/core/testing'
import type { RedisReply } from '../client/redis-client.ts'
import { readVariants } from './read-variants.ts'
import { pieceBytes, readRecord, variantOf, writeRecord } from './variant-record.ts'

const id = 'abcdefghijklmnop'
const body = { id, length: 5, coding: 'identity', pieces: 0 } as const
const record = {
  mark: 1_700_000_000_000_001,
  changed: 0,
  order: 3,
  expires: 1_800_000_000_000,
  body,
  date: -1,
}
const good = writeRecord(record)

describe('the record of a variant', () => {
  test('comes back as it was written', () => {
    expect(good).toBe(`1 1700000000000001 0 3 1800000000000 ${id} 5 identity 0 -1`)
    expect(readRecord(good)).toEqual(record)
    const large = { ...record, body: { id, length: pieceBytes + 1, coding: 'zstd', pieces: 2 } as const }
    expect(readRecord(writeRecord(large))).toEqual(large)
  })

  test.each([
    ['of another version', good.replace(/^1/, '2')],
    ['with more than it should', `${good} 1`],
    ['with less', good.replace(/ -1$/, '')],
    ['with a coding that is not known', good.replace('identity', 'br')],
    ['with more pieces than its length needs', good.replace(' 0 -1', ' 3 -1')],
    ['with a length that is too long to be with the head', good.replace(' 5 ', ` ${pieceBytes + 1} `)],
    ['with a number that is none', good.replace('1700000000000001', '17e14')],
    ['with a number that no number can hold', good.replace('1700000000000001', '9999999999999999')],
    ['with a body that would be another key', good.replace(id, 'a:b')],
    ['that is empty', ''],
  ])('%s is not believed', (_, text) => {
    expect(readRecord(text)).toBeUndefined()
  })
})

describe('the entry of a key', () => {
  const response = sampleResponse()
  const fieldsOf = (changes: Readonly<Record<string, string | null>> = {}): RedisReply => {
    const fields: Record<string, string | null> = {
      k: 'key',
      n: '3',
      'm:-': good,
      'h:-': JSON.stringify(response),
      'b:-': 'hello',
      ...changes,
    }
    return Object.entries(fields).flatMap(([name, value]) =>
      value === null ? [] : [Buffer.from(name), Buffer.from(value)],
    )
  }

  test('is read with its body', () => {
    const { variants, rejected } = readVariants(fieldsOf(), 'key')
    expect(rejected).toEqual([])
    expect(variants).toEqual([{ name: '-', raw: good, record, response, bytes: Buffer.from('hello') }])
  })

  test('that is not there has no variants, and nothing to reject', () => {
    for (const nothing of [null, [], 0, 'OK']) {
      expect(readVariants(nothing, 'key')).toMatchObject({ variants: [], rejected: [] })
    }
  })

  const french = variantOf(sampleResponse({ vary: ['accept-language'], varied: ['fr'] }))
  test.each<[string, Readonly<Record<string, string | null>>]>([
    ['is about another key', { k: 'another key' }],
    ['does not say what key it is about', { k: null }],
    ['has a record of another version', { 'm:-': good.replace(/^1/, '9') }],
    ['has no head', { 'h:-': null }],
    ['has a head that is no JSON', { 'h:-': '{"version":1' }],
    ['has a head that is deep', { 'h:-': '['.repeat(100_000) }],
    ['has a head of another version', { 'h:-': JSON.stringify({ ...response, version: 2 }) }],
    [
      'has a head that would add a line',
      { 'h:-': JSON.stringify({ ...response, fields: ['X', '1\r\nY: 2'] }) },
    ],
    [
      'has a head that announces another length than that of its body',
      { 'h:-': JSON.stringify({ ...response, fields: ['Content-Length', '6'] }) },
    ],
    ['has a sensitive head', { 'h:-': JSON.stringify({ ...response, sensitive: true }) }],
    ['has a head of prototypes', { 'h:-': '{"__proto__":{"version":1},"constructor":1}' }],
    ['has a variant where another belongs', { 'm:-': null, [`m:${french}`]: good, [`h:${french}`]: '{}' }],
    ['has no body', { 'b:-': null }],
    ['has a body of another length', { 'b:-': 'hell' }],
    ['has a body that is too long', { 'b:-': 'x'.repeat(20_000) }],
  ])('that %s is not believed', (_, changes) => {
    const { variants, rejected } = readVariants(fieldsOf(changes), 'key')
    expect(variants).toEqual([])
    expect(rejected).toHaveLength(1)
  })

  test('with one variant that cannot be believed still has the others', () => {
    const { variants, rejected } = readVariants(fieldsOf({ 'm:x': 'what', 'h:x': '{}', 'x:y': '' }), 'key')
    expect(variants).toHaveLength(1)
    expect(rejected).toHaveLength(1)
  })
})
