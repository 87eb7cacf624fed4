import type { FakeReplyBody } from '@cachechart/core/testing'

/** A request as it came to the origin. */
export interface SentRequest {
  readonly method: string
  readonly path: string
  readonly headers: Headers
}

/** What the origin answers: 200 without fields, unless it says otherwise. */
export interface ScriptedHead {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
}

/** An origin that answers when, and what, a test says; a request that nothing was said for waits. */
export interface ScriptedOrigin {
  /** What has come, in order. */
  readonly requests: readonly SentRequest[]
  /** How many requests were given up by whoever sent them. */
  readonly cancelled: number
  /** Answers the oldest request that waits; when none does, the next one that comes. */
  reply(head?: ScriptedHead, body?: FakeReplyBody): void
  /** Answers with what is no HTTP: a lost connection would be tried again, by the gateway, before it counts as an error. */
  fail(): void
}
