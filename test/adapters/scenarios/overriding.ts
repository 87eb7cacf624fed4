import type { Scenario } from '../scenario.ts'
import type { Stage } from '../stage.ts'
import { fresh, one, oneWith, two } from './replies.ts'

const isSensitive = async (stage: Stage, path: string): Promise<boolean | undefined> => {
  const found = await stage.store.get(stage.front.urlOf(path))
  return found.type === 'hit' ? found.variants[0]?.response.sensitive : undefined
}

/** The overrides that say how a response is stored. */
const ofStorage: readonly Scenario[] = [
  {
    title: 'ttl says how long a response is fresh that says nothing of it',
    expected: ['200 one', 'hit', '200 two'],
    async play(stage) {
      stage.says.overrides = { ttl: 30 }
      stage.origin.plan({ body: 'one' }, two)
      const first = await stage.line()
      stage.clock.pass(29)
      const { said } = await stage.ask()
      stage.clock.pass(1)
      return [first, said, await stage.line()]
    },
  },
  {
    title: 'ttl 0 is not the same as none: what says max-age is stale at once',
    expected: ['200 one', '200 two'],
    async play(stage) {
      stage.says.overrides = { ttl: 0 }
      stage.origin.plan(one, two)
      return [await stage.line(), await stage.line()]
    },
  },
  {
    title: 'maxAge counts the age that a response has when it comes',
    expected: ['hit', '200 two'],
    async play(stage) {
      stage.says.overrides = { maxAge: 30 }
      stage.origin.plan({ headers: { Age: '10' }, body: 'one' }, two)
      await stage.line()
      stage.clock.pass(19)
      const { said } = await stage.ask()
      stage.clock.pass(1)
      return [said, await stage.line()]
    },
  },
  {
    title: 'staleWhileRevalidate and staleIfError open windows that the response does not',
    expected: ['200 one', '200 two', '200 two'],
    async play(stage) {
      stage.says.overrides = { staleWhileRevalidate: 100, staleIfError: 1000 }
      stage.origin.plan(one, two, 'down')
      await stage.line()
      stage.clock.pass(70)
      const stale = await stage.line()
      await stage.settle()
      const renewed = await stage.line()
      stage.clock.pass(170)
      return [stale, renewed, await stage.line()]
    },
  },
  {
    title: 'staleIfError 0 closes the window that the response opens',
    expected: 'rejected',
    async play(stage) {
      stage.says.overrides = { staleIfError: 0 }
      stage.origin.plan(oneWith('stale-if-error=600'), 'down')
      await stage.line()
      stage.clock.pass(70)
      return stage.line()
    },
  },
  {
    title: 'vary selects by other fields than the response says',
    expected: ['200 one', '200 two', 'hit'],
    async play(stage) {
      stage.says.overrides = { vary: ['Accept-Language'] }
      stage.origin.plan(one, two)
      const asking = (language: string) => stage.ask('/', { headers: { 'Accept-Language': language } })
      return [(await asking('a')).line, (await asking('b')).line, (await asking('a')).said]
    },
  },
  {
    title: 'sensitive is what the store is told',
    expected: [true, false],
    async play(stage) {
      stage.origin.plan(one, one)
      stage.says.overrides = { sensitive: true }
      await stage.line('/secret')
      stage.says.overrides = {}
      await stage.line('/open')
      return Promise.all(['/secret', '/open'].map((path) => isSensitive(stage, path)))
    },
  },
  {
    title: 'surrogateKeys are labels beside those of the response',
    expected: [1, 1],
    async play(stage) {
      stage.says.overrides = { surrogateKeys: ['mine'] }
      const labelled = { ...one, headers: { ...fresh, 'Surrogate-Key': 'its' } }
      const purged: number[] = []
      for (const surrogateKey of ['mine', 'its']) {
        stage.origin.plan(labelled)
        await stage.line()
        purged.push((await stage.cache.purge({ surrogateKey })).purged)
      }
      return purged
    },
  },
]

/** The overrides that say how the cache is used. */
const ofUse: readonly Scenario[] = [
  {
    title: 'pass goes by what is stored, and stores nothing',
    expected: ['200 two', 'fwd=bypass', '200 one'],
    async play(stage) {
      stage.origin.plan(one, two)
      await stage.line()
      stage.says.overrides = { pass: true }
      const { line, said } = await stage.ask()
      stage.says.overrides = {}
      return [line, said, await stage.line()]
    },
  },
  {
    title: 'the strategy fresh never asks the origin',
    expected: ['504', '200 one', '504', ['GET /']],
    async play(stage) {
      stage.says.overrides = { strategy: 'fresh' }
      const empty = await stage.line()
      stage.says.overrides = {}
      stage.origin.plan(one)
      await stage.line()
      stage.says.overrides = { strategy: 'fresh' }
      const stored = await stage.line()
      stage.clock.pass(70)
      return [empty, stored, await stage.line(), stage.asked()]
    },
  },
  ...(
    [
      ['refresh', ['200 one', '200 one', 1]],
      ['bypass', ['200 two', '200 two', 2]],
      ['invalidate', ['200 two', '200 two', 2]],
    ] as const
  ).map(([strategy, expected]): Scenario => ({
    title: `the strategy ${strategy} has its own answer where a fresh response is stored`,
    expected,
    async play(stage) {
      stage.origin.plan(one, two)
      await stage.line()
      stage.says.overrides = { strategy }
      const line = await stage.line()
      stage.says.overrides = {}
      return [line, await stage.line(), stage.origin.seen.length]
    },
  })),
  ...(
    [
      ['invalidate', '200 other'],
      ['bypass', '200 one'],
    ] as const
  ).map(([strategy, kept]): Scenario => ({
    title: `the strategy ${strategy} ${strategy === 'bypass' ? 'leaves' : 'removes'} the other variants of what it asks for`,
    expected: kept,
    async play(stage) {
      const headers = { ...fresh, Vary: 'Accept-Language' }
      const asking = (language: string) => stage.line('/', { headers: { 'Accept-Language': language } })
      stage.origin.plan({ ...one, headers }, { ...two, headers }, { body: 'other', headers })
      await asking('a')
      stage.says.overrides = { strategy }
      await asking('b')
      stage.says.overrides = {}
      return asking('a')
    },
  })),
  {
    title: 'the strategy invalidate keeps what is stored when the origin fails',
    expected: ['rejected', '200 one'],
    async play(stage) {
      stage.origin.plan(one, 'down')
      await stage.line()
      stage.says.overrides = { strategy: 'invalidate' }
      const failed = await stage.line()
      stage.says.overrides = {}
      return [failed, await stage.line()]
    },
  },
  {
    title: 'cacheKey says where to look and to keep, and reaches no origin',
    expected: ['200 one', '200 one', ['GET /a'], false],
    async play(stage) {
      stage.says.overrides = { cacheKey: 'a-secret' }
      stage.origin.plan(one)
      const lines = [await stage.line('/a'), await stage.line('/b')]
      const heard = [...(stage.origin.seen[0]?.headers ?? [])].flat().join()
      return [...lines, stage.asked(), heard.includes('secret')]
    },
  },
  {
    title: 'collapse: false waits for nobody',
    expected: [['200 one', '200 two'], 2],
    async play(stage) {
      stage.says.overrides = { collapse: false }
      const first = stage.line()
      const call = await stage.origin.next()
      const second = stage.line()
      const other = await stage.origin.next()
      call.reply(one)
      other.reply(two)
      return [await Promise.all([first, second]), stage.origin.seen.length]
    },
  },
]

/** What is said of a request beside its fields. */
export const overriding: readonly Scenario[] = [...ofStorage, ...ofUse]
