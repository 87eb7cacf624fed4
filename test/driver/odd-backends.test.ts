import { describe, expect, test } from '@jest/globals'
import { createCache, memoryStore, type Backend, type BackendReply } from '@cachechart/core'
import { get } from './stage.ts'

/** Something that can be thrown, and has no text. */
const nameless: unknown = Object.create(null)

const codeOf = async (backend: Backend, overrides = {}): Promise<unknown> => {
  const cache = createCache({ store: memoryStore(), backend })
  const failed = await cache.handle(get(), overrides).catch((error: unknown) => error)
  expect([cache.inFlight(), cache.ledger().leaks]).toEqual([[], 0])
  return failed instanceof Error && 'code' in failed ? failed.code : failed
}

const sound = { status: 200, reason: '', fields: [], body: null }

describe('a backend', () => {
  test.each([
    nameless,
    {
      toString: () => {
        throw new Error('no')
      },
    },
    undefined,
    Symbol('x'),
  ])('may throw, or reject with, what has no text: %#', async (thrown) => {
    const reject = (): Promise<never> => Promise.reject(thrown) // wrong on purpose
    const throwIt = (): never => {
      throw thrown
    }
    expect(await codeOf({ send: reject })).toBe('ERR_BACKEND_FAILED')
    expect(await codeOf({ send: throwIt })).toBe('ERR_BACKEND_FAILED')
    const fine: Backend = { send: () => sound }
    expect(await codeOf(fine, { beforeSend: throwIt })).toBe('ERR_HOOK_BEFORE_SEND')
    expect(await codeOf(fine, { afterSend: reject })).toBe('ERR_HOOK_AFTER_SEND')
  })

  test.each([
    undefined,
    null,
    7,
    { ...sound, fields: null },
    { ...sound, fields: [1, 2] },
    { ...sound, fields: ['a'] },
    {},
  ])('is told when it answers with what is no reply: %j', async (reply) => {
    const given = reply as BackendReply // wrong on purpose
    expect(await codeOf({ send: () => given })).toBe('ERR_BACKEND_PROTOCOL')
    expect(await codeOf({ send: () => Promise.resolve(given) })).toBe('ERR_BACKEND_PROTOCOL')
  })
})
