import { describe, expect, test } from '@jest/globals'
import { clausesIn } from '../rfc9111/clauses-in.ts'
import { documents } from '../rfc9111/documents.ts'
import { findFaults } from '../rfc9111/find-faults.ts'
import { findMiscounts } from '../rfc9111/find-miscounts.ts'
import { pinnedCounts } from '../rfc9111/pinned-counts.ts'
import { readModule } from '../rfc9111/read-module.ts'
import type { Requirement } from '../rfc9111/requirement.ts'

const sound: Requirement = {
  id: '4.2.2-1',
  level: 'MAY',
  of: 'cache',
  quote: 'a cache MAY assign a heuristic expiration time',
  answer: 'used',
  decided: ['packages/core/src/policy/freshness.ts#heuristicFreshness'],
  shown: ['packages/core/src/policy/freshness.test.ts › freshnessOf by heuristics (RFC 9111 §4.2.2)'],
}

describe('the requirements', () => {
  test.each(documents)('of RFC $rfc name functions, tests and decisions that are there', (document) => {
    expect(findFaults(document)).toEqual([])
  })

  test.each(documents)('of RFC $rfc leave out no key word, and have none twice', (document) => {
    expect(findMiscounts(document, pinnedCounts)).toEqual([])
  })

  test.each(documents)('of RFC $rfc are each missed when they are left out', (document) => {
    for (const left of document.requirements.filter(({ level }) => level !== 'none')) {
      const requirements = document.requirements.filter((one) => one !== left)
      expect(findMiscounts({ ...document, requirements }, pinnedCounts)).toHaveLength(1)
    }
  })

  test('are missed when all of a section are left out', () => {
    const none = { rfc: 8246, title: '', requirements: [] }
    expect(findMiscounts(none, pinnedCounts)).toContain('RFC 8246 §3 says SHOULD 3 times; here it is 0 times')
  })

  test('are seen when they are there twice', () => {
    const twice = { rfc: 9111, title: '', requirements: [sound, sound] }
    expect(findMiscounts(twice, { 9111: { '4.2.2': { MAY: 2 } } })).toEqual([
      'RFC 9111 4.2.2-1 is here twice',
    ])
  })
})

describe('a requirement is at fault', () => {
  const faultsOf = (requirement: Requirement): readonly string[] =>
    findFaults({ rfc: 9111, title: '', requirements: [requirement] })

  test('but not when all is as it says', () => {
    expect(faultsOf(sound)).toEqual([])
  })

  test.each<[Partial<Requirement>, string]>([
    [{ level: 'MUST' }, 'no MUST in the quote'],
    [{ quote: 'a cache MAY NOT', level: 'MAY' }, 'no MAY in the quote'],
    [{ quote: `MAY ${'word '.repeat(25)}` }, 'the quote has more than 25 words'],
    [{ shown: [] }, '"used" needs a function and a test'],
    [{ decided: [] }, '"used" needs a function and a test'],
    [
      { decided: ['packages/core/src/policy/freshness.ts#guess'] },
      'packages/core/src/policy/freshness.ts does not define guess',
    ],
    [
      { decided: ['packages/core/src/policy/guess.ts#guess'] },
      'there is no packages/core/src/policy/guess.ts',
    ],
    [
      { decided: ['packages/core/src/policy/cache-key.ts#cacheKeyOf'] },
      'no comment of packages/core/src/policy/cache-key.ts cites RFC 9111 §4.2.2',
    ],
    [
      { shown: ['packages/core/src/policy/freshness.test.ts › nothing of that title'] },
      'packages/core/src/policy/freshness.test.ts has no “nothing of that title”',
    ],
    [{ shown: ['packages/core/guess.test.ts › x'] }, 'there is no packages/core/guess.test.ts'],
    [{ shown: ['http-cache-tests › guess'] }, 'http-cache-tests has no guess'],
    [
      { shown: ['http-cache-tests › vary-normalise-lang-select'] },
      'http-cache-tests shows nothing by vary-normalise-lang-select: fail, fail',
    ],
    [{ adr: '9999' }, 'there is no decision 9999'],
    [{ adr: '0001' }, 'the decision 0001 does not name RFC 9111 §4.2.2'],
  ])('%j: %s', (change, fault) => {
    // Each change is of a property that this kind of requirement has.
    expect(faultsOf({ ...sound, ...change } as Requirement)).toEqual([`RFC 9111 4.2.2-1: ${fault}`])
  })
})

describe('the clauses that a comment cites', () => {
  test.each<[string, string[]]>([
    ['RFC 9111 §4.2: fresh', ['9111 §4.2']],
    ['(RFC 9111 §3.2, §4.3.4).', ['9111 §3.2', '9111 §4.3.4']],
    ['RFC 9111 §5.2.2.8 and §5.2.2.10: …', ['9111 §5.2.2.8', '9111 §5.2.2.10']],
    ['RFC 9110 §13.1.1, RFC 9111 §4.1', ['9110 §13.1.1', '9111 §4.1']],
    ['§4.2 of nothing', []],
    ['RFC 9111 says so', []],
  ])('%j: %j', (text, clauses) => {
    expect([...clausesIn(text)]).toEqual(clauses)
  })
})

describe('a module', () => {
  const text = `
    /** RFC 9111 §3. */
    export function decide() { const inner = 1 }
    const table = new Set()
    export class Judge {}
    const quoted = 'RFC 9111 §4'
    describe('outer', () => {
      test.each([['a row']])('%s', () => {})
      test('inner', () => {})
    })
    describe('other', () => { test('elsewhere', () => {}) })
  `
  const module = readModule('module.ts', text)

  test('defines what stands at its top level', () => {
    expect([...module.names]).toEqual(['decide', 'table', 'Judge', 'quoted'])
  })

  test('cites in its comments alone', () => {
    expect([...module.clauses]).toEqual(['9111 §3'])
  })

  test.each<[string[], boolean]>([
    [['outer'], true],
    [['outer', 'inner'], true],
    [['outer', '%s'], true],
    [['outer', '%s', 'a row'], true],
    [['outer', 'a row'], true],
    [['inner'], true],
    [['outer', 'elsewhere'], false],
    [['inner', 'outer'], false],
    [['a row', 'inner'], false],
    [['absent'], false],
  ])('has the titles %j: %s', (titles, has) => {
    expect(module.hasTitles(titles)).toBe(has)
  })
})
