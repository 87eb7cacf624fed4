import { expect, test } from '@jest/globals'
import { forwardedCacheMode, type Platform, type Purpose } from './forwarded-cache-mode.ts'
import type { CacheMode } from '@cachechart/core'

interface Row {
  readonly platform: Platform
  readonly purpose: Purpose
  readonly asked: CacheMode
  readonly mode: CacheMode | undefined
}

const rows: readonly Row[] = [
  { platform: 'undici', purpose: 'forward', asked: 'default', mode: undefined },
  { platform: 'undici', purpose: 'forward', asked: 'force-cache', mode: 'force-cache' },
  { platform: 'undici', purpose: 'forward', asked: 'reload', mode: 'reload' },
  { platform: 'undici', purpose: 'forward', asked: 'no-cache', mode: 'no-cache' },
  { platform: 'undici', purpose: 'forward', asked: 'no-store', mode: 'no-store' },
  { platform: 'undici', purpose: 'validate', asked: 'default', mode: 'no-cache' },
  { platform: 'undici', purpose: 'validate', asked: 'no-cache', mode: 'no-cache' },
  { platform: 'other', purpose: 'forward', asked: 'default', mode: 'no-store' },
  { platform: 'other', purpose: 'forward', asked: 'force-cache', mode: 'no-store' },
  { platform: 'other', purpose: 'forward', asked: 'reload', mode: 'reload' },
  { platform: 'other', purpose: 'forward', asked: 'no-cache', mode: 'no-cache' },
  { platform: 'other', purpose: 'validate', asked: 'default', mode: 'no-store' },
]

test.each(rows)('over $platform, to $purpose in mode $asked: the mode underneath is $mode', (row) => {
  expect(forwardedCacheMode(row.asked, row.purpose, row.platform)).toBe(row.mode)
})
