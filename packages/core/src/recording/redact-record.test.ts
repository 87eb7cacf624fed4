import { describe, expect, test } from '@jest/globals'
import type { CacheRecord } from '../engine/record.ts'
import { begin, records, stepWith, stored } from '../testing/fixtures/sample-records.ts'
import { parseRecord } from './parse-record.ts'
import { redactRecord } from './redact-record.ts'

/** For these tests: a token from which the value can be told. */
const redaction = { token: (value: string) => `t${value.length}` }

const fieldsOf = (record: CacheRecord): unknown => (record.kind === 'begin' ? record.fields : undefined)
const inputOf = (record: CacheRecord): unknown => (record.kind === 'step' ? record.input : undefined)

describe('a redacted record', () => {
  test('has one line for all lines of a request field, in the form by which it selects', () => {
    const fields = ['COOKIE', ' a=1', 'Accept', '*/*', 'cookie', 'b=2 ']
    const redacted = redactRecord({ ...begin, fields }, { token: (value) => value.replaceAll(/\W/g, '-') })
    expect(fieldsOf(redacted)).toEqual(['COOKIE', 'redacted-a-1--b-2', 'Accept', '*/*'])
  })

  test('has a line for each line of a response field', () => {
    const fields = ['Set-Cookie', 'id=1', 'ETag', '"1"', 'set-cookie', 'id=22']
    const reply = { status: 200, reason: '', fields }
    expect(inputOf(redactRecord(stepWith({ type: 'reply', reply }), redaction))).toEqual({
      type: 'reply',
      reply: { ...reply, fields: ['Set-Cookie', 'redacted-t4', 'ETag', '"1"', 'set-cookie', 'redacted-t5'] },
    })
  })

  test('has neither fields nor selecting values of a stored response', () => {
    const redacted = {
      ...stored,
      fields: ['Content-Type', 'text/plain', 'Set-Cookie', 'redacted-t4'],
      varied: ['text/*', 'redacted-t11'],
    }
    expect(inputOf(redactRecord(stepWith({ type: 'flightReply', stored }), redaction))).toMatchObject({
      stored: redacted,
    })
    const lookup = {
      type: 'lookup',
      variants: 'some',
      refresh: 'open',
      flight: 'none',
      mark: 'none',
    } as const
    expect(inputOf(redactRecord(stepWith({ ...lookup, stored }), redaction))).toMatchObject({
      stored: redacted,
    })
    expect(inputOf(redactRecord(stepWith({ ...lookup, stored: null }), redaction))).toMatchObject({
      stored: null,
    })
    expect(redactRecord(begin, redaction)).toMatchObject({ refreshOf: { transaction: 6, stored: redacted } })
    const refreshOf = { transaction: 6, stored: null, reason: 'stale' } as const
    expect(redactRecord({ ...begin, refreshOf }, redaction)).toMatchObject({ refreshOf })
  })

  test('keeps that a request had no such field', () => {
    const without = { ...stored, varied: [null, null] }
    const record = stepWith({ type: 'flightReply', stored: without })
    expect(inputOf(redactRecord(record, redaction))).toMatchObject({ stored: { varied: [null, null] } })
  })

  test('has the names redacted that were named, in any case', () => {
    const { refreshOf: _none, ...client } = begin
    const fields = ['X-Token', 'one,two', 'Proxy-Authorization', 'x', 'authorization', 'y', 'Accept', 'a']
    const redacted = redactRecord({ ...client, fields }, { ...redaction, fields: ['x-TOKEN'] })
    expect(fieldsOf(redacted)).toEqual(
      ['X-Token', 'redacted-t8', 'Proxy-Authorization', 'redacted-t1'].concat([
        'authorization',
        'redacted-t1',
        'Accept',
        'a',
      ]),
    )
  })

  test('has no comma, no quote and no letter in a token whose case or place could count, and no two alike', () => {
    const tokens = ['aB', 'ab', 'a,b', 'a_b', 'a"b', 'a b', 'a_2c_b']
    const values = tokens.map((token) => {
      const [, value] = fieldsOf(redactRecord(begin, { token: () => token })) as string[]
      return value
    })
    for (const value of values) expect(value).toMatch(/^redacted-[0-9a-z_-]+$/)
    expect(new Set(values).size).toBe(tokens.length)
  })

  test('is the very record where there is nothing to redact', () => {
    for (const record of records.filter(({ kind }) => kind !== 'begin' && kind !== 'step'))
      expect(redactRecord(record, redaction)).toBe(record)
    const stop = stepWith({ type: 'stop' })
    expect(redactRecord(stop, redaction)).toEqual(stop)
  })

  test('can be read again, and says nothing more of what was redacted', () => {
    for (const record of records) {
      const before = JSON.stringify(record)
      const line = JSON.stringify(redactRecord(record, redaction))
      expect(line).not.toMatch(/session=|theme=|id=/)
      expect(() => parseRecord(line, 1)).not.toThrow()
      expect(JSON.stringify(record)).toBe(before)
    }
  })
})
