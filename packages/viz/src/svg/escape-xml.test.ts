import { describe, expect, test } from '@jest/globals'
import { escapeXml, visibleText } from './escape-xml.ts'

describe('text for XML', () => {
  test('holds no markup', () => {
    expect(escapeXml(`</text><script a="b" c='d'>&amp;`)).toBe(
      '&lt;/text&gt;&lt;script a=&quot;b&quot; c=&#39;d&#39;&gt;&amp;amp;',
    )
  })

  test.each([
    ['control characters, which XML forbids', 'a\u0000b\u001bc\u0085d', 'a[U+0000]b[U+001B]c[U+0085]d'],
    ['marks that turn the direction of text', 'a\u202eb\u2066c\u200fd', 'a[U+202E]b[U+2066]c[U+200F]d'],
    ['what has no width', 'a\u200bb\ufeffc\u00add', 'a[U+200B]b[U+FEFF]c[U+00AD]d'],
    ['what is no character', 'a\ufffeb\uffffc', 'a[U+FFFE]b[U+FFFF]c'],
    ['tags that nobody sees', 'a\u{e0041}', 'a[U+E0041]'],
    ['half a pair of surrogates', 'a\ud800b\udc00', 'a\ufffdb\ufffd'],
    ['ends of lines', 'a\r\nb\tc', 'a b c'],
  ])('shows %s', (_what, text, shown) => {
    expect(visibleText(text)).toBe(shown)
  })

  test('leaves letters of all alphabets as they are', () => {
    expect(escapeXml('Zustand, состояние, 状態, 🙂')).toBe('Zustand, состояние, 状態, 🙂')
  })
})
