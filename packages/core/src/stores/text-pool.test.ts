import { describe, expect, test } from '@jest/globals'
import { RecentMap } from './recent-map.ts'
import { TextPool } from './text-pool.ts'

describe('a pool of texts', () => {
  test('returns texts as they are, whatever they look like', () => {
    const pool = new TextPool()
    for (const text of ['', 'gzip', '["gzip"]', 'list ["gzip"]', '__proto__', 'x'.repeat(1000)]) {
      pool.shareList([text])
      expect(pool.share(text)).toBe(text)
      expect(pool.shareList([text])).toEqual([text])
    }
  })

  test('has one copy of equal lists', () => {
    const pool = new TextPool()
    expect(pool.shareList(['gzip', null])).toBe(pool.shareList(['gzip', null]))
    expect(pool.shareList([])).toBe(new TextPool().shareList([]))
    expect(pool.shareList(['null'])).toEqual(['null'])
    expect(pool.shareList([null])).toEqual([null])
  })

  test('keeps lists from those who gave them', () => {
    const pool = new TextPool()
    const own = ['gzip']
    const shared = pool.shareList(own)
    own[0] = 'br'
    expect(shared).toEqual(['gzip'])
    expect(Object.isFrozen(shared)).toBe(true)
  })
})

describe('a map of recent names', () => {
  test('keeps the value that came first', () => {
    const map = new RecentMap<number>(2)
    expect(map.getOrAdd('a', 1)).toBe(1)
    expect(map.getOrAdd('a', 2)).toBe(1)
    expect(map.getOrAdd('__proto__', 3)).toBe(3)
  })

  test('remembers what is asked for, and forgets what was not for two generations', () => {
    const map = new RecentMap<number>(2)
    map.getOrAdd('rare', 1)
    map.getOrAdd('often', 1)
    for (const name of ['b', 'often', 'c', 'often', 'd', 'often', 'e']) map.getOrAdd(name, 1)
    expect(map.getOrAdd('often', 2)).toBe(1)
    expect(map.getOrAdd('rare', 2)).toBe(2)
  })
})
