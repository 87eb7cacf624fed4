import { StoreError } from '@cachechart/core'
import { expect, test } from '@jest/globals'
import { backoffDelay } from './backoff-delay.ts'
import { refusalOf, storeErrorOf } from './refusal.ts'
import { countOf, replyOf, textOf } from './reply-of.ts'

test('answers are the same whatever a client has made of them', () => {
  const bytes = Buffer.from('bytes')
  const map = new Map<unknown, unknown>([
    ['a', 1],
    [bytes, [null, true, 12n]],
  ])
  expect(replyOf(map)).toEqual(['a', 1, bytes, [null, 1, 12]])
  expect(replyOf([bytes, 'OK', 3, null, false, undefined, {}, Symbol('x')])).toEqual([
    ...[bytes, 'OK', 3, null, 0, null, null, null],
  ])
})

test('text is read from text and bytes, and from nothing else', () => {
  expect(['OK', Buffer.from('ключ'), null, 1, [], undefined].map((reply) => textOf(reply))).toEqual([
    ...['OK', 'ключ', undefined, undefined, undefined, undefined],
  ])
})

test('a count is a whole number from 0 on, that a number can hold', () => {
  const counts = [0, 12, '12', Buffer.from('7'), '9007199254740991']
  expect(counts.map((reply) => countOf(reply))).toEqual([0, 12, 12, 7, Number.MAX_SAFE_INTEGER])
  for (const odd of [
    -1,
    1.5,
    Number.NaN,
    '',
    ' 1',
    '1e3',
    '0x1',
    '9007199254740992',
    '1'.repeat(400),
    null,
    [],
  ]) {
    expect(countOf(odd)).toBeUndefined()
  }
})

test('what a server has refused is told from what did not reach it, at any depth', () => {
  const oom = new Error("OOM command not allowed when used memory > 'maxmemory'.")
  expect(refusalOf(oom)).toBe('OOM')
  expect(refusalOf(storeErrorOf('EVALSHA', oom))).toBe('OOM')
  expect(refusalOf(new Error('NOSCRIPT No matching script.'))).toBe('NOSCRIPT')
  for (const other of [
    new Error('connect ECONNREFUSED'),
    new Error('ERROR'),
    new Error(''),
    'OOM',
    undefined,
  ]) {
    expect(refusalOf(other)).toBeUndefined()
  }
})

test('an error of a client becomes one of the store, with the reason in it; one of the store stays', () => {
  const cause = new Error('The socket closed unexpectedly')
  expect(storeErrorOf('GET', cause)).toMatchObject({ code: 'ERR_STORE_FAILED', cause })
  expect(storeErrorOf('GET', cause).message).toContain('The socket closed unexpectedly')
  const closed = new StoreError('ERR_STORE_CLOSED', 'closed')
  expect(storeErrorOf('GET', closed)).toBe(closed)
})

test('attempts to connect come less and less often, up to 2 s, each at a time of its own', () => {
  const latest = [0, 1, 2, 3, 10, 1000].map((attempt) => backoffDelay(attempt, () => 1))
  expect(latest).toEqual([50, 100, 200, 400, 2000, 2000])
  const earliest = [0, 1, 10].map((attempt) => backoffDelay(attempt, () => 0))
  expect(earliest).toEqual([25, 50, 1000])
})
