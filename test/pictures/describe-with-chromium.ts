import { describe, expect, test } from '@jest/globals'
import { chromiumBinary } from './chromium-binary.ts'

/** What the report at the end of a run knows the tests by that were left out: scripts/say-left-out.mjs reads it. */
const mark = '[left out: no chromium]'

/** Set by whoever takes a missing browser for a failure. A change passes without one. */
const isRequired = (process.env['CACHECHART_REQUIRE_CHROMIUM'] ?? '') !== ''

/** A `describe` of tests that start a browser: left out where there is none, or failing where there has to be one. */
export function describeWithChromium(name: string, define: () => void): void {
  if (chromiumBinary() !== undefined) {
    describe.each([name])('%s', () => {
      define()
    })
    return
  }
  if (isRequired) {
    describe.each([name])('%s', () => {
      test('has a browser to look with', () => {
        expect('Chromium: not found').toBe('on PATH, or in CACHECHART_CHROMIUM')
      })
    })
    return
  }
  // oxlint-disable-next-line jest/no-disabled-tests -- the end of the run says it, with the number of these tests
  describe.skip(`${name} ${mark}`, () => {
    define()
  })
}
