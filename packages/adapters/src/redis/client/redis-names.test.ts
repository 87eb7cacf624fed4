import { describe, expect, test } from '@jest/globals'
import { digestOf, redisNames } from './redis-names.ts'

/** What decides on the slot: https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/#hash-tags. */
const slotOf = (name: string): string => /\{([^}]+)\}/.exec(name)?.[1] ?? name

describe('the names of keys in Redis', () => {
  const names = redisNames('cachechart:')

  test('all that is about one cache key is in one slot', () => {
    const tag = names.tagOf('https://example.com/')
    const all = [names.entry(tag), names.generation(tag), names.fence(tag), names.body(tag, 'id')]
    expect(new Set(all.map(slotOf))).toEqual(new Set([tag]))
    expect(new Set(all).size).toBe(all.length)
  })

  test('an index and its generation are in one slot, which is not that of a key of the same text', () => {
    const text = 'surrogate key label'
    expect(slotOf(names.index(text))).toBe(slotOf(names.indexGeneration(text)))
    expect(names.index(text)).not.toBe(names.entry(names.tagOf(text)))
  })

  test('a tag has no braces, spaces or line breaks, and 192 bits, whatever the key is', () => {
    for (const key of ['', '{}', '}{', 'a b\r\n', 'ключ', '\u{1f5dd}', 'x'.repeat(100_000)]) {
      expect(names.tagOf(key)).toMatch(/^[\w-]{32}$/)
    }
  })

  test('text that is no Unicode is told apart from what would become the same bytes', () => {
    const texts = ['\ud800', '\ud801', '\udc00', '\ufffd', 'a\ud800', 'a\ufffd']
    expect(new Set(texts.map(digestOf)).size).toBe(texts.length)
  })

  test('the name of an entry is known as such, and no other', () => {
    const tag = names.tagOf('key')
    expect(names.tagOfEntry(names.entry(tag))).toBe(tag)
    const others = [names.fence(tag), names.ledger, '', 'x', names.entry('short'), `x${names.entry(tag)}`]
    for (const other of others) expect(names.tagOfEntry(other)).toBeUndefined()
    expect(redisNames('other:').tagOfEntry(names.entry(tag))).toBeUndefined()
  })

  test('a prefix with braces, which would decide on the slot, is refused', () => {
    for (const prefix of ['{a}', 'a{', '}']) expect(() => redisNames(prefix)).toThrow(TypeError)
    expect(redisNames('').entry('tag')).toBe('entry:{tag}')
  })
})
