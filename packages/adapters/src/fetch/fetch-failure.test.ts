import { describe, expect, test } from '@jest/globals'
import { BackendError, type BackendErrorCode } from '@cachechart/core'
import { toCallerError } from './caller-error.ts'
import { toFetchFailure } from './fetch-failure.ts'

const coded = (code: string): Error => Object.assign(new Error(`it was ${code}`), { code })
const { signal } = new AbortController()

/** What happened, by the code of the platform: the ports' code. */
const rows: readonly (readonly [string, BackendErrorCode])[] = [
  ['ECONNREFUSED', 'ERR_BACKEND_UNREACHABLE'],
  ['ENOTFOUND', 'ERR_BACKEND_UNREACHABLE'],
  ['CERT_HAS_EXPIRED', 'ERR_BACKEND_UNREACHABLE'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'ERR_BACKEND_UNREACHABLE'],
  ['ECONNRESET', 'ERR_BACKEND_RESET'],
  ['UND_ERR_SOCKET', 'ERR_BACKEND_RESET'],
  ['UND_ERR_CONNECT_TIMEOUT', 'ERR_BACKEND_TIMEOUT'],
  ['UND_ERR_HEADERS_TIMEOUT', 'ERR_BACKEND_TIMEOUT'],
  ['UND_ERR_BODY_TIMEOUT', 'ERR_BACKEND_TIMEOUT'],
  ['UND_ERR_RES_CONTENT_LENGTH_MISMATCH', 'ERR_BACKEND_SHORT_BODY'],
  ['HPE_INVALID_CONSTANT', 'ERR_BACKEND_PROTOCOL'],
  ['UND_ERR_HEADERS_OVERFLOW', 'ERR_BACKEND_PROTOCOL'],
  ['Z_DATA_ERROR', 'ERR_BACKEND_PROTOCOL'],
  ['UND_ERR_INVALID_ARG', 'ERR_BACKEND_REQUEST'],
  ['ESOMETHING', 'ERR_BACKEND_FAILED'],
]

describe('what the fetch underneath throws', () => {
  test.each(rows)('%s is %s, however deep it lies', (code, expected) => {
    expect(toFetchFailure(coded(code), signal).code).toBe(expected)
    const deep = new TypeError('fetch failed', { cause: new Error('between', { cause: coded(code) }) })
    expect(toFetchFailure(deep, signal).code).toBe(expected)
  })

  test('is cancellation once the cache has cancelled', () => {
    expect(toFetchFailure(coded('ECONNRESET'), AbortSignal.abort()).code).toBe('ERR_BACKEND_CANCELLED')
  })

  test('may be anything, also no error', () => {
    expect(toFetchFailure('just a string', signal)).toMatchObject({
      ...{ code: 'ERR_BACKEND_FAILED', cause: 'just a string' },
      message: 'the fetch underneath failed: just a string',
    })
  })

  test('may be a chain of causes that bites its own tail', () => {
    const error = new Error('round')
    error.cause = error
    expect(toFetchFailure(error, signal).code).toBe('ERR_BACKEND_FAILED')
  })

  test('is wrapped once, however often it passes by', () => {
    const failure = toFetchFailure(coded('ECONNRESET'), signal)
    expect(toFetchFailure(failure, signal)).toBe(failure)
  })

  test('is what its caller gets', () => {
    const thrown = new TypeError('fetch failed')
    expect(toCallerError(toFetchFailure(thrown, signal))).toBe(thrown)
  })
})

test('an error of the cache itself reaches the caller as a network error that has it as cause', () => {
  const error = new BackendError('ERR_BACKEND_TIMEOUT', 'late')
  expect(toCallerError(error)).toMatchObject({ name: 'TypeError', message: 'fetch failed', cause: error })
})
