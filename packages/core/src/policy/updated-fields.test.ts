import { describe, expect, test } from '@jest/globals'
import { formatHttpDate } from '../http/http-date.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { updatedFields } from './updated-fields.ts'

const now = Date.UTC(2026, 0, 1)
const dated = ['Date', formatHttpDate(now)]

function updated(fields: string[], updates: string[], etag: string | null = null) {
  const request = { method: 'GET', url: 'http://example.com/', fields: [] }
  const reply = { status: 304, reason: '', fields: updates }
  const exchange = { request, reply, requestTime: now - 1000, responseTime: now }
  return updatedFields(sampleResponse({ fields, etag }), exchange)
}

describe('updatedFields (RFC 9111 §3.2)', () => {
  test('replaces what the new response brings, and keeps what it does not', () => {
    const fields = ['Cache-Control', 'max-age=5', 'X-Kept', '1', 'X-Changed', '1']
    const updates = [...dated, 'Cache-Control', 'max-age=60', 'X-CHANGED', '2', 'X-New', '3']
    expect(updated(fields, updates)).toEqual(['X-Kept', '1', ...updates])
  })

  test('replaces all lines of a name by all lines of the new response', () => {
    const updates = [...dated, 'link', 'c', 'Link', 'd']
    expect(updated(['Link', 'a', 'Link', 'b'], updates)).toEqual(updates)
  })

  test.each(['Content-Digest', 'Content-Encoding', 'Content-Length', 'Content-MD5', 'Content-Range'])(
    'keeps the %s of the stored body, and adds none',
    (name) => {
      expect(updated([name, 'stored'], [...dated, name, 'other'])).toEqual([name, 'stored', ...dated])
      expect(updated([], [...dated, name.toLowerCase(), 'other'])).toEqual(dated)
    },
  )

  test.each([
    ...['Cache-Control', 'CDN-Cache-Control', 'Content-Foo', 'Content-Location', 'Content-Security-Policy'],
    ...['Content-Type', 'Clear-Site-Data', 'Expires', 'Last-Modified', 'Link', 'Repr-Digest', 'Set-Cookie'],
    ...['Vary', 'Warning', 'X-Content-Foo', 'X-Frame-Options'],
  ])('takes the %s of the new response', (name) => {
    expect(updated([name, 'stored'], [...dated, name, 'other'])).toEqual([...dated, name, 'other'])
  })

  test('keeps a stored entity tag, and takes one where there is none that can be used', () => {
    const updates = [...dated, 'ETag', '"a"']
    expect(updated(['ETag', 'W/"a"'], updates, 'W/"a"')).toEqual(['ETag', 'W/"a"', ...dated])
    expect(updated(['ETag', '??'], updates)).toEqual(updates)
    expect(updated([], updates)).toEqual(updates)
  })

  test('takes over no connection fields, nor what Connection names', () => {
    const updates = [...dated, 'Connection', 'X-Hop', 'X-Hop', '2', 'Keep-Alive', 'x']
    expect(updated(['X-Hop', '1'], updates)).toEqual(['X-Hop', '1', ...dated])
  })

  test('dates a response without Date itself: the old Date would age it (RFC 9110 §6.6.1)', () => {
    const old = ['Date', formatHttpDate(now - 100_000), 'X', '1']
    expect(updated(old, [])).toEqual(['X', '1', ...dated])
  })
})
