import { expect, test } from '@jest/globals'
import { surrogateKeysOf } from './surrogate-keys.ts'

test.each<[string[], string[] | undefined, string[]]>([
  [[], undefined, []],
  [['Surrogate-Key', 'a b  c'], undefined, ['a', 'b', 'c']],
  [['surrogate-key', 'a', 'Surrogate-Key', 'b'], undefined, ['a', 'b']],
  [['Cache-Tag', 'a,b , c'], undefined, ['a', 'b', 'c']],
  [['Cache-Tag', 'a, two words'], undefined, ['a', 'two words']],
  [['Cache-Tag', ' a ,, '], undefined, ['a']],
  [
    ['Surrogate-Key', 'a b', 'Cache-Tag', 'b, c'],
    ['c', 'd'],
    ['a', 'b', 'c', 'd'],
  ],
  [[], ['x', 'x'], ['x']],
])('of %j, with %j added, are %j', (fields, added, keys) => {
  expect(surrogateKeysOf(fields, added)).toEqual(keys)
})
