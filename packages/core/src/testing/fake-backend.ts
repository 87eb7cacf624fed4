import type { Backend, BackendReply, BackendRequest } from '../ports/backend.ts'
import type { MaybePromise } from '../ports/body.ts'
import { FakeCall } from './fake-call.ts'
import { fakeReply, type FakeReplyBody, type FakeReplyHead } from './fake-reply.ts'

/** Answers a call: at once, with a promise, by throwing, or (`undefined`) not at all, until the test does. */
export type FakeBackendHandler = (
  request: BackendRequest,
  call: FakeCall,
) => MaybePromise<BackendReply> | undefined

/** An origin under a test's control. */
export interface FakeBackend extends Backend {
  /** Every call so far, in order. */
  readonly calls: readonly FakeCall[]
  /** What was sent, in order. */
  readonly requests: readonly BackendRequest[]
  /** How many calls were cancelled through their signal before they were over. */
  readonly cancelled: number
  /** Answers the oldest call that is waiting; when none is, the next one that comes. */
  reply(head?: FakeReplyHead, body?: FakeReplyBody): void
  /** Fails the oldest call that is waiting; when none is, the next one that comes. */
  fail(error: unknown): void
}

/**
 * A backend for tests. Without a handler a call waits until the test answers it.
 * @example
 * const backend = fakeBackend()
 * const request = { method: 'GET', url: 'https://example.com/', fields: [], body: null, context: undefined }
 * const pending = backend.send(request, new AbortController().signal)
 * backend.reply({ status: 404 }, 'not here')
 * console.log((await pending).status, backend.calls[0]?.state) // 404, 'ended'
 */
export function fakeBackend(handler?: FakeBackendHandler): FakeBackend {
  const calls: FakeCall[] = []
  const scripted: ((call: FakeCall) => void)[] = []
  const direct = (act: (call: FakeCall) => void) => {
    const waiting = calls.find(({ state }) => state === 'waiting')
    if (waiting === undefined) scripted.push(act)
    else act(waiting)
  }
  return {
    calls,
    get requests() {
      return calls.map(({ request }) => request)
    },
    get cancelled() {
      return calls.filter(({ state }) => state === 'cancelled').length
    },
    send(request, signal) {
      const call = new FakeCall(request, signal)
      calls.push(call)
      const act = scripted.shift()
      if (act !== undefined) act(call)
      else if (handler !== undefined) handle(call, handler)
      return call.result()
    },
    reply: (head, body) => direct((call) => call.answer(fakeReply(head, body))),
    fail: (error) => direct((call) => call.fail(error)),
  }
}

function handle(call: FakeCall, handler: FakeBackendHandler): void {
  try {
    const answer = handler(call.request, call)
    if (answer instanceof Promise) {
      answer.then(
        (reply) => call.answer(reply),
        (error: unknown) => call.fail(error),
      )
    } else if (answer !== undefined) {
      call.answer(answer)
    }
  } catch (error) {
    call.fail(error)
  }
}
