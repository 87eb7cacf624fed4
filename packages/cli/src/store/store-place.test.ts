import { describe, expect, test } from '@jest/globals'
import { StoreError } from '@cachechart/core'
import { InvalidArgumentError } from 'commander'
import { CommandFailedError } from '../command-failed-error.ts'
import { explainStoreFailure } from './explain-store-failure.ts'
import { nameOfPlace, parseLastingPlace, parseStorePlace } from './store-place.ts'

describe('the place of a store', () => {
  test.each([
    ['memory', { type: 'memory' }],
    ['sqlite:cache.db', { type: 'sqlite', file: 'cache.db' }],
    ['sqlite:/var/cache.db', { type: 'sqlite', file: '/var/cache.db' }],
    ['redis://127.0.0.1:6379/2', { type: 'redis', url: 'redis://127.0.0.1:6379/2' }],
    ['rediss://me:secret@host', { type: 'redis', url: 'rediss://me:secret@host' }],
    ['redis+cluster://a:1,b:2', { type: 'redis', url: 'redis+cluster://a:1,b:2' }],
    ['rediss+sentinel://a:1,b:2/name', { type: 'redis', url: 'rediss+sentinel://a:1,b:2/name' }],
    ['unix:///run/redis.sock', { type: 'redis', url: 'unix:///run/redis.sock' }],
    ['unix://me:secret@/run/a@b', { type: 'redis', url: 'unix://me:secret@/run/a@b' }],
    ['redis://me:p%40ss@host', { type: 'redis', url: 'redis://me:p%40ss@host' }],
  ])('is read from %s', (text, place) => {
    expect(parseStorePlace(text)).toEqual(place)
  })

  test.each([
    '',
    'disk',
    'cache.db',
    'sqlite',
    'sqlite:',
    'sqlite://cache.db',
    'sqlite::memory:',
    'redis:',
    'http://a',
  ])('is not "%s"', (text) => {
    expect(() => parseStorePlace(text)).toThrow(InvalidArgumentError)
  })

  test.each([
    'redis://me:p@ss@host',
    'redis+cluster://me:p/ss@a:1,b:2',
    'rediss://me:/@/@host/0',
    'unix://me:p@ss@/run/a',
  ])('is not %s, whose password would be told as a host', (text) => {
    expect(() => parseStorePlace(text)).toThrow('@ is written %40 and / is written %2F')
  })

  test('is not memory for those who come from another process', () => {
    expect(parseLastingPlace('sqlite:a')).toEqual({ type: 'sqlite', file: 'a' })
    expect(() => parseLastingPlace('memory')).toThrow(InvalidArgumentError)
  })

  test('has a name without a password', () => {
    expect(['memory', 'sqlite:a.db', 'redis://me:secret@host'].map(parseStorePlace).map(nameOfPlace)).toEqual(
      ['memory', 'sqlite:a.db', 'redis://me:***@host'],
    )
  })
})

describe('the failure of a store', () => {
  const redis = parseLastingPlace('redis://me:secret@host')

  test('is explained in one line, with what to do, and without a password', () => {
    const cause = new Error('WRONGPASS of redis://me:secret@host\u001B[2J')
    const failure = new StoreError('ERR_STORE_FAILED', 'it did not answer', { cause })
    const explained = explainStoreFailure(failure, redis)
    expect(explained).toBeInstanceOf(CommandFailedError)
    expect(String(Object(explained).message)).toBe(
      'redis://me:***@host: it did not answer (WRONGPASS of redis://me:***@host%1B[2J). Is the server running, and are user and password right?',
    )
  })

  test('is told without advice where there is none', () => {
    const explained = explainStoreFailure(new StoreError('ERR_STORE_CLOSED', 'it is closed'), redis)
    expect(String(Object(explained).message)).toBe('redis://me:***@host: it is closed.')
  })

  test('is left as it is when it is none', () => {
    const defect = new TypeError('a defect')
    expect(explainStoreFailure(defect, redis)).toBe(defect)
  })
})
