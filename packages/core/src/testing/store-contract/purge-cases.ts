import type { StoredResponse } from '../../http/stored-response.ts'
import type { PurgeSelector } from '../../ports/store.ts'
import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import type { ContractStage } from './contract-stage.ts'
import { expectBytes, expectClosed, expectEqual } from './expectation.ts'
import { textBytes } from './sample-bytes.ts'
import { inLanguage } from './variant-cases.ts'

const url = 'https://example.com/page'
const german = inLanguage('de', { surrogateKeys: ['a', 'b'], url })
const english = inLanguage('en', { surrogateKeys: ['b', 'c'] })
const plain = sampleResponse({ surrogateKeys: ['c'], url: 'https://example.com/other' })

const expired = (response: StoredResponse): StoredResponse => ({ ...response, lifetime: 0 })

const byLabel = (surrogateKey: string): PurgeSelector => ({ type: 'surrogateKey', surrogateKey })

const fill = async (stage: ContractStage): Promise<void> => {
  await stage.put('one', { response: german, chunks: [textBytes('eins')] })
  await stage.put('one', { response: english, chunks: [textBytes('one')] })
  await stage.put('two', { response: plain, chunks: [textBytes('two')] })
}

/** What is stored under the keys, by body. */
const bodies = async (stage: ContractStage, ...keys: string[]): Promise<string[]> => {
  const texts: string[] = []
  for (const key of keys) {
    for (const entry of await stage.find(key)) texts.push(new TextDecoder().decode(await stage.read(entry)))
  }
  return texts.toSorted()
}

const selections: readonly [PurgeSelector, string[]][] = [
  [{ type: 'key', key: 'one' }, ['eins', 'one']],
  [{ type: 'key', key: 'ONE' }, []],
  [{ type: 'surrogateKey', surrogateKey: 'a' }, ['eins']],
  [{ type: 'surrogateKey', surrogateKey: 'b' }, ['eins', 'one']],
  [{ type: 'surrogateKey', surrogateKey: 'c' }, ['one', 'two']],
  [{ type: 'surrogateKey', surrogateKey: '__proto__' }, []],
  [{ type: 'url', url }, ['eins']],
  [{ type: 'url', url: `${url}?` }, []],
  [{ type: 'all' }, ['eins', 'one', 'two']],
]

const all = ['eins', 'one', 'two']

/** What a call throws, or rejects with. */
const seenBy = async (call: () => unknown): Promise<unknown> => {
  try {
    await call()
  } catch (error) {
    return error
  }
  return undefined
}

/** How many are removed, or changed, together. */
export const purgeCases: readonly ContractCheck[] = [
  {
    name: 'purge() removes what is selected, tells how many, and leaves all else',
    check: async (stage) => {
      for (const [selector, selected] of selections) {
        await stage.store.purge({ type: 'all' }, 'remove')
        await fill(stage)
        const name = `purge(${JSON.stringify(selector)})`
        expectEqual(`the answer to ${name}`, await stage.store.purge(selector, 'remove'), selected.length)
        const left = all.filter((text) => !selected.includes(text))
        expectEqual(`what is left by ${name}`, await bodies(stage, 'one', 'two'), left)
        expectEqual(`the answer to the second ${name}`, await stage.store.purge(selector, 'remove'), 0)
      }
    },
  },
  {
    name: 'purge() with a function gives what is selected another head, and keeps its body',
    check: async (stage) => {
      for (const [selector, selected] of selections) {
        await stage.store.purge({ type: 'all' }, 'remove')
        await fill(stage)
        const name = `purge(${JSON.stringify(selector)})`
        expectEqual(`the answer to ${name}`, await stage.store.purge(selector, expired), selected.length)
        const entries = [...(await stage.find('one')), ...(await stage.find('two'))]
        const changed = entries.filter(({ response }) => response.lifetime === 0)
        expectEqual(`how many have changed by ${name}`, changed.length, selected.length)
        expectEqual(`the bodies after ${name}`, await bodies(stage, 'one', 'two'), all)
      }
    },
  },
  {
    name: 'what purge() has changed can be purged again, by all that it could before',
    check: async (stage) => {
      await fill(stage)
      await stage.store.purge({ type: 'all' }, expired)
      expectEqual('the answer to purge()', await stage.store.purge(byLabel('b'), 'remove'), 2)
      expectEqual('by its URL', await stage.store.purge({ type: 'url', url: plain.url ?? '' }, 'remove'), 1)
    },
  },
  {
    name: 'a head that purge() has made is in its place among the variants: newest first',
    check: async (stage) => {
      await stage.put('key', { response: { ...german, date: 3000 }, chunks: [textBytes('eins')] })
      await stage.put('key', { response: { ...english, date: 2000 }, chunks: [textBytes('one')] })
      await stage.store.purge(byLabel('a'), (response) => ({ ...response, date: 1000 }))
      const dates = (await stage.find('key')).map(({ response }) => response.date)
      expectEqual('the dates', dates, [2000, 1000])
    },
  },
  {
    name: 'purge() passes on what its function throws, and leaves what that was about',
    check: async (stage) => {
      await stage.put('two', { response: plain, chunks: [textBytes('two')] })
      const thrown = new Error('no head can be made')
      const failing = (): never => {
        throw thrown
      }
      expectEqual(
        'the error',
        (await seenBy(() => stage.store.purge(byLabel('c'), failing))) === thrown,
        true,
      )
      const entry = await stage.only('two')
      expectEqual('the head', entry.response, plain)
      expectBytes('the body', await stage.read(entry), textBytes('two'))
      expectEqual('the answer to purge()', await stage.store.purge(byLabel('c'), 'remove'), 1)
    },
  },
  {
    name: 'a label, or URL, that a new response or head has not any more does not select it',
    check: async (stage) => {
      const response = sampleResponse({ surrogateKeys: ['old'], url })
      const named: PurgeSelector = { type: 'url', url }
      await stage.put('key', { response, chunks: [textBytes('old')] })
      await stage.put('key', { response: sampleResponse(), chunks: [textBytes('new')] })
      expectEqual('by the label of what was replaced', await stage.store.purge(byLabel('old'), 'remove'), 0)
      expectEqual('by the URL of what was replaced', await stage.store.purge(named, 'remove'), 0)
      await stage.put('key', { response, chunks: [textBytes('old')] })
      const freshened = sampleResponse({ surrogateKeys: ['new'] })
      await stage.store.freshen('key', await stage.only('key'), freshened)
      expectEqual('by the label of the old head', await stage.store.purge(byLabel('old'), 'remove'), 0)
      expectEqual('by the URL of the old head', await stage.store.purge(named, 'remove'), 0)
      expectEqual('by the label of the new head', await stage.store.purge(byLabel('new'), 'remove'), 1)
    },
  },
  {
    name: 'what is committed after purge() is stored, as are the labels by which it is found',
    check: async (stage) => {
      await fill(stage)
      const writer = stage.store.put('one', german)
      await stage.write(writer, [textBytes('neu')])
      await stage.store.purge({ type: 'all' }, 'remove')
      await stage.commit(writer)
      expectEqual('the bodies', await bodies(stage, 'one', 'two'), ['neu'])
      expectEqual('the answer to purge()', await stage.store.purge(byLabel('a'), 'remove'), 1)
    },
  },
  {
    name: 'a body that was opened before purge() can be read to its end',
    check: async (stage) => {
      await fill(stage)
      const body = await stage.open(await stage.only('two'))
      await stage.store.purge({ type: 'all' }, 'remove')
      const texts: string[] = []
      for await (const chunk of body) texts.push(new TextDecoder().decode(chunk))
      expectEqual('the body', texts.join(''), 'two')
    },
  },
  {
    name: 'a closed store fails purge() with ERR_STORE_CLOSED',
    check: async (stage) => {
      await stage.store.close()
      await expectClosed('purge()', () => stage.store.purge({ type: 'all' }, 'remove'))
    },
  },
]
