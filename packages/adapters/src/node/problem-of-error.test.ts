import {
  BackendError,
  CancelledError,
  CompletedError,
  DeadlineError,
  FollowerLagError,
  HookError,
  MisuseError,
  StoreError,
  UnaskedNotModifiedError,
} from '@cachechart/core'
import { expect, test } from '@jest/globals'
import { problemOfError } from './problem-of-error.ts'

test.each([
  [new BackendError('ERR_BACKEND_UNREACHABLE', 'secret'), 502, 'ERR_BACKEND_UNREACHABLE'],
  [new BackendError('ERR_BACKEND_TIMEOUT', 'secret'), 504, 'ERR_BACKEND_TIMEOUT'],
  [new BackendError('ERR_BACKEND_REQUEST', 'secret'), 400, 'ERR_BACKEND_REQUEST'],
  [new DeadlineError('awaitBackend.attached', 1_000), 504, 'ERR_DEADLINE'],
  [new FollowerLagError('secret'), 504, 'ERR_FOLLOWER_TOO_SLOW'],
  [new UnaskedNotModifiedError(), 502, 'ERR_REPLY_UNASKED_304'],
  [new StoreError('ERR_STORE_FAILED', 'secret'), 503, 'ERR_STORE_FAILED'],
  [new HookError('ERR_HOOK_AFTER_SEND', 'afterSend', 'secret'), 500, 'ERR_HOOK_AFTER_SEND'],
  [new CancelledError('secret'), 503, 'ERR_CANCELLED'],
  [new MisuseError('secret'), 500, 'ERR_MISUSE'],
  [new CompletedError('secret'), 500, 'ERR_COMPLETED'],
  [new Error('secret'), 500, 'ERR_GATEWAY_INTERNAL'],
  ['secret', 500, 'ERR_GATEWAY_INTERNAL'],
])('%s is answered %i %s, and its message stays here', (error, status, code) => {
  const problem = problemOfError(error)
  expect(problem).toMatchObject({ status, code })
  expect(JSON.stringify(problem)).not.toContain('secret')
})
