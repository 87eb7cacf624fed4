import { describe, expect, test } from '@jest/globals'
import { definePolicy } from './default-policy.ts'
import { governingDirectives } from './governing-directives.ts'

const own = ['Cache-Control', 'max-age=1']
const both = { targets: ['Edge-Cache-Control', 'CDN-Cache-Control'] }

describe('governingDirectives (RFC 9213 §2.2)', () => {
  test.each<[string[], { shared?: boolean; targets?: string[] }, number | null, string, string]>([
    [[], {}, null, 'cache-control', 'nothing is said'],
    [own, {}, 1, 'cache-control', 'Cache-Control, where nothing else is there'],
    [[...own, 'CDN-Cache-Control', 'max-age=2'], {}, 2, 'targeted', 'the targeted field before it'],
    [[...own, 'cdn-cache-control', 'max-age=2'], {}, 2, 'targeted', 'in letters of any case'],
    [['CDN-Cache-Control', 'a', 'CDN-Cache-Control', 'max-age=2'], {}, 2, 'targeted', 'of several lines'],
    [
      [...own, 'CDN-Cache-Control', 'max-age=2'],
      { shared: false },
      1,
      'cache-control',
      'not in a private cache',
    ],
    [
      [...own, 'Edge-Cache-Control', 'max-age=3'],
      {},
      1,
      'cache-control',
      '§2.4: a name alone makes no target',
    ],
    [
      ['CDN-Cache-Control', 'max-age=2', 'Edge-Cache-Control', 'max-age=3'],
      both,
      3,
      'targeted',
      'the first of the list, whatever their order in the response',
    ],
    [
      ['CDN-Cache-Control', 'max-age=2', 'Edge-Cache-Control', '&'],
      both,
      2,
      'targeted',
      'the next where the first is invalid',
    ],
    [[...own, 'CDN-Cache-Control', ''], {}, 1, 'cache-control', 'not an empty one'],
    [[...own, 'CDN-Cache-Control', 'max-age=2, &&'], {}, 1, 'cache-control', 'not an invalid one'],
    [[...own, 'CDN-Cache-Control', 'none'], {}, null, 'targeted', '§3.1: one that says nothing known'],
  ])('of %j under %j: max-age %j of %s: %s', (...[fields, options, maxAge, source]) => {
    expect(governingDirectives(fields, definePolicy(options))).toMatchObject({
      directives: { maxAge },
      source,
    })
  })
})
