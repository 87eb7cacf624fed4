import { afterEach, expect, test } from '@jest/globals'
import { isOnlyLookedAt, platform } from './platform.ts'

const original = globalThis.Response

afterEach(() => {
  globalThis.Response = original
})

test('Node’s own Response is JavaScript, and so is whoever takes one', () => {
  expect([platform, isOnlyLookedAt()]).toEqual(['undici', true])
})

test('a server that has put a class of its own in place of the Response wants one of that class', () => {
  globalThis.Response = class extends original {}
  expect(isOnlyLookedAt()).toBe(false)
})
