import { describe, expect, test } from '@jest/globals'
import { checkPurgeTarget, type PurgeTarget } from './purge-target.ts'

describe('what is to be purged', () => {
  test.each<[PurgeTarget]>([
    [{ key: 'x' }],
    [{ url: 'http://example.com/' }],
    [{ surrogateKey: 'a', soft: true }],
    [{ all: true, soft: false }],
  ])('may be %j', (target) => {
    expect(() => checkPurgeTarget(target)).not.toThrow()
  })

  test.each<[unknown, string]>([
    [undefined, 'purge needs one of key, url, surrogateKey and all'],
    ['http://example.com/', 'purge needs one of'],
    [{}, 'seen: none of them'],
    [{ key: 'a', url: 'http://example.com/' }, 'seen: key, url'],
    [{ key: '' }, 'key must be a string that is not empty; it is ""'],
    [{ surrogateKey: ['a'] }, 'surrogateKey must be a string that is not empty; it is ["a"]'],
    [{ all: false }, 'all must be true; it is false'],
    [{ url: '/a' }, 'url must be absolute, as in "http://example.com/"; it is "/a"'],
    [{ all: true, soft: 'yes' }, 'soft must be true or false; it is "yes"'],
  ])('may not be %j', (target, message) => {
    const refused = () => checkPurgeTarget(target as PurgeTarget) // wrong on purpose
    expect(refused).toThrow(message)
    expect(refused).toThrow(expect.objectContaining({ code: 'ERR_MISUSE' }))
  })
})
