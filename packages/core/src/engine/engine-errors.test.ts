import { describe, expect, test } from '@jest/globals'
import { DeadlineError, ReplyStatusError, UnaskedNotModifiedError } from './engine-errors.ts'

describe('an error of the engine', () => {
  test.each([
    [
      new ReplyStatusError(503),
      {
        name: 'ReplyStatusError',
        code: 'ERR_REPLY_STATUS',
        status: 503,
        message: 'the origin answered 503, which counts as an error',
      },
    ],
    [
      new UnaskedNotModifiedError(),
      {
        name: 'UnaskedNotModifiedError',
        code: 'ERR_REPLY_UNASKED_304',
        status: 502,
        message: 'the origin answered 304 (Not Modified) to a request that carried no conditions',
      },
    ],
    [
      new DeadlineError('awaitBackend.attached', 2_500),
      {
        name: 'DeadlineError',
        code: 'ERR_DEADLINE',
        status: 504,
        state: 'awaitBackend.attached',
        after: 2_500,
        message: 'nothing came within 2.5 s while the transaction was in state "awaitBackend.attached"',
      },
    ],
  ])('has a code, a status for a gateway, and says what happened: %s', (error, expected) => {
    expect(error).toBeInstanceOf(Error)
    expect(error).toMatchObject(expected)
  })
})
