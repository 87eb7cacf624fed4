import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { resolveReference } from './uri-reference.ts'

const resolved = (base: string, reference: string) => {
  const uri = resolveReference(base, reference)
  return uri === null ? null : uri.origin + uri.target
}

describe('resolveReference', () => {
  // RFC 3986 §5.4.1 and §5.4.2, without fragments and with empty parameters left out.
  test.each([
    ['g', 'http://a/b/c/g'],
    ['./g', 'http://a/b/c/g'],
    ['g/', 'http://a/b/c/g/'],
    ['/g', 'http://a/g'],
    ['//g', 'http://g/'],
    ['?y', 'http://a/b/c/d;p?y'],
    ['g?y', 'http://a/b/c/g?y'],
    ['#s', 'http://a/b/c/d;p?q'],
    ['g#s', 'http://a/b/c/g'],
    [';x', 'http://a/b/c/;x'],
    ['', 'http://a/b/c/d;p?q'],
    ['.', 'http://a/b/c/'],
    ['./', 'http://a/b/c/'],
    ['..', 'http://a/b/'],
    ['../', 'http://a/b/'],
    ['../g', 'http://a/b/g'],
    ['../..', 'http://a/'],
    ['../../g', 'http://a/g'],
    ['../../../../g', 'http://a/g'],
    ['/./g', 'http://a/g'],
    ['/../g', 'http://a/g'],
    ['g.', 'http://a/b/c/g.'],
    ['..g', 'http://a/b/c/..g'],
    ['./g/.', 'http://a/b/c/g/'],
    ['g/../h', 'http://a/b/c/h'],
    ['g?y/../x', 'http://a/b/c/g?y/../x'],
  ])('resolves %j against http://a/b/c/d;p?q to %s', (reference, expected) => {
    expect(resolved('http://a/b/c/d;p?q', reference)).toBe(expected)
  })

  test.each([
    ['http://example.com', 'a', 'http://example.com/a', 'a base without a path'],
    ['http://example.com', '', 'http://example.com/', 'an empty path is "/"'],
    ['http://example.com?x', '', 'http://example.com/?x', 'an empty path with a query'],
    [
      'http://example.com/a',
      'HTTPS://Example.COM:443/B',
      'https://example.com/B',
      'RFC 9110 §4.2.3: normalised',
    ],
    ['http://example.com/a', 'http://example.com:80/', 'http://example.com/', 'the default port'],
    ['http://example.com/a', 'http://example.com:/', 'http://example.com/', 'an empty port'],
    ['http://example.com/a', 'http://example.com:8080/', 'http://example.com:8080/', 'another port'],
    ['http://example.com/a', 'https://example.com:80/', 'https://example.com:80/', "the other scheme's port"],
    ['http://[::1]:8080/a', 'b', 'http://[::1]:8080/b', 'an IPv6 address'],
    ['http://example.com/a', '?', 'http://example.com/a?', 'an empty query is a query'],
    ['http://example.com/a', '/%7Eb', 'http://example.com/%7Eb', 'percent-encoding is left alone'],
  ])('resolves against %s the reference %j to %s: %s', (...[base, reference, expected]) => {
    expect(resolved(base, reference)).toBe(expected)
  })

  test('tells the origin from the rest', () => {
    expect(resolveReference('http://example.com/a/b?c', '../d?e#f')).toEqual({
      origin: 'http://example.com',
      target: '/d?e',
    })
  })

  test.each([
    ['http://example.com/', 'mailto:a@example.com'],
    ['http://example.com/', 'ftp://example.com/'],
    ['http://example.com/', 'http:a'],
    ['http://example.com/', 'http://'],
    ['http://example.com/', 'http://user@example.com/'],
    ['http://example.com/', 'http://example.com:port/'],
    ['http://example.com/', 'http://[::1/'],
    ['http://example.com/', 'http://a b/'],
    ['http://example.com/', '/a\\b'],
    ['http://example.com/', '/a\u0000b'],
    ['http://example.com/', '/a\nb'],
    ['http://example.com/', '/a\u00a0b'],
    ['/a', '/b'],
    ['example.com', '/b'],
    ['mailto:a@example.com', '/b'],
    ['http://exa mple.com/', '/b'],
  ])('resolves nothing for the base %j and the reference %j', (base, reference) => {
    expect(resolveReference(base, reference)).toBeNull()
  })

  test('agrees with the URL of the platform wherever it resolves at all', () => {
    const segment = fc.constantFrom('a', 'b', '.', '..', '', 'c.d')
    const path = fc.array(segment, { maxLength: 6 }).map((segments) => segments.join('/'))
    const reference = fc
      .tuple(fc.constantFrom('', '/', '//a/', 'http://a:80/', '?q'), path)
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(reference, (text) => {
        const uri = resolved('http://example.com/x/y/z?w', text)
        if (uri === null) return
        expect(uri).toBe(new URL(text, 'http://example.com/x/y/z?w').href)
      }),
      { numRuns: 500 },
    )
  })

  test('answers any two texts', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (base, reference) => {
        const uri = resolveReference(base, reference)
        expect(uri === null || uri.target.startsWith('/')).toBe(true)
      }),
    )
  })
})
