import { describe, expect, test } from '@jest/globals'
import { BackendError, type BackendErrorCode } from '@cachechart/core'
import { errors } from 'undici'
import { backendFailure, isLostConnection, type Progress } from './backend-failure.ts'

const withCode = (code: string, message = ''): Error => Object.assign(new Error(message), { code })
const unsent: Progress = { stage: 'unsent', received: 0, announced: undefined }
const connected: Progress = { ...unsent, stage: 'connected' }
const answered: Progress = { ...unsent, stage: 'answered' }

describe('a failure of undici', () => {
  test.each<[BackendErrorCode, Error, Progress]>([
    ['ERR_BACKEND_UNREACHABLE', withCode('ECONNREFUSED'), unsent],
    ['ERR_BACKEND_UNREACHABLE', withCode('ENOTFOUND'), unsent],
    ['ERR_BACKEND_UNREACHABLE', withCode('CERT_HAS_EXPIRED'), unsent],
    ['ERR_BACKEND_UNREACHABLE', withCode('ECONNRESET'), unsent],
    ['ERR_BACKEND_UNREACHABLE', new errors.ClientDestroyedError(), unsent],
    ['ERR_BACKEND_UNREACHABLE', new AggregateError([withCode('ECONNREFUSED')]), unsent],
    ['ERR_BACKEND_TIMEOUT', new AggregateError([withCode('ETIMEDOUT')]), unsent],
    ['ERR_BACKEND_TIMEOUT', new errors.ConnectTimeoutError(), unsent],
    ['ERR_BACKEND_TIMEOUT', new Error('outer', { cause: withCode('ETIMEDOUT') }), unsent],
    ['ERR_BACKEND_TIMEOUT', new errors.HeadersTimeoutError(), connected],
    ['ERR_BACKEND_TIMEOUT', new errors.BodyTimeoutError(), answered],
    ['ERR_BACKEND_RESET', withCode('ECONNRESET'), connected],
    ['ERR_BACKEND_RESET', withCode('EPIPE'), connected],
    ['ERR_BACKEND_RESET', new errors.SocketError('other side closed'), answered],
    [
      'ERR_BACKEND_RESET',
      new errors.SocketError('other side closed'),
      { ...answered, received: 3, announced: 3 },
    ],
    [
      'ERR_BACKEND_SHORT_BODY',
      new errors.SocketError('other side closed'),
      { ...answered, received: 2, announced: 3 },
    ],
    ['ERR_BACKEND_SHORT_BODY', new errors.ResponseContentLengthMismatchError(), answered],
    ['ERR_BACKEND_RESET', withCode('ECONNRESET'), { ...answered, received: 2, announced: 3 }],
    ['ERR_BACKEND_PROTOCOL', new errors.SocketError('bad upgrade'), answered],
    ['ERR_BACKEND_PROTOCOL', new errors.HTTPParserError('Invalid header'), answered],
    ['ERR_BACKEND_RESET', new errors.HTTPParserError('Response … (Invalid EOF state)'), answered],
    ['ERR_BACKEND_PROTOCOL', new errors.HeadersOverflowError(), answered],
    ['ERR_BACKEND_REQUEST', new errors.InvalidArgumentError('invalid path'), unsent],
    ['ERR_BACKEND_REQUEST', new errors.RequestContentLengthMismatchError(), connected],
    ['ERR_BACKEND_CANCELLED', new errors.RequestAbortedError(), connected],
    ['ERR_BACKEND_FAILED', new Error('what?'), connected],
  ])('is %s: %s', (code, error, progress) => {
    const failure = backendFailure(error, progress)
    expect(failure).toBeInstanceOf(BackendError)
    expect(failure).toMatchObject({ code, cause: error })
  })

  test('says what happened, and how much of a body came', () => {
    const failure = backendFailure(new errors.SocketError('other side closed'), {
      ...answered,
      received: 2,
      announced: 3,
    })
    expect(failure.message).toBe(
      'the body ended before its Content-Length: other side closed (2 of 3 bytes came)',
    )
    expect(backendFailure(new AggregateError([withCode('ECONNREFUSED')]), unsent).message).toContain(
      'ECONNREFUSED',
    )
    expect(backendFailure('odd', connected).message).toBe('the request to the origin failed: odd')
    expect(backendFailure({}, connected).message).toBe(
      'the request to the origin failed: for an unknown reason',
    )
  })

  test('that is a BackendError already stays itself', () => {
    const error = new BackendError('ERR_BACKEND_PROTOCOL', 'x')
    expect(backendFailure(error, unsent)).toBe(error)
  })

  test.each<[boolean, Error, Progress]>([
    [true, withCode('ECONNRESET'), connected],
    [true, new errors.SocketError('other side closed'), connected],
    [false, withCode('ECONNRESET'), answered],
    [false, withCode('ECONNRESET'), unsent],
    [false, new errors.HeadersTimeoutError(), connected],
  ])('counts as a lost connection: %s for %s, %j', (expected, error, progress) => {
    expect(isLostConnection(error, progress)).toBe(expected)
  })
})
