import { describe, expect, test } from '@jest/globals'
import { RecentMap } from '../http/recent-map.ts'
import { TextPool } from './text-pool.ts'

describe('a pool of texts', () => {
  test('knows each text, as it is, from when it was first asked for', () => {
    const pool = new TextPool()
    for (const text of ['', 'gzip', '["gzip"]', '__proto__', 'x'.repeat(256)]) {
      expect(pool.find(text)).toBeUndefined()
      expect(pool.find(text)).toBe(text)
    }
  })

  test('remembers no long text', () => {
    const pool = new TextPool()
    expect([pool.find('x'.repeat(257)), pool.find('x'.repeat(257))]).toEqual([undefined, undefined])
  })
})

describe('a map of recent names', () => {
  test('keeps the value that came first', () => {
    const map = new RecentMap<number>(2)
    expect([map.getOrNote('a', 1), map.getOrNote('a', 2), map.getOrNote('a', 3)]).toEqual([undefined, 1, 1])
    expect(map.getOrNote('__proto__', 3)).toBeUndefined()
  })

  test('remembers what is asked for, and forgets what was not for two generations', () => {
    const map = new RecentMap<number>(2)
    map.getOrNote('rare', 1)
    map.getOrNote('often', 1)
    for (const name of ['b', 'often', 'c', 'often', 'd', 'often', 'e']) map.getOrNote(name, 1)
    expect(map.getOrNote('often', 2)).toBe(1)
    expect(map.getOrNote('rare', 2)).toBeUndefined()
  })
})
