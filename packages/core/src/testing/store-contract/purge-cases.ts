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
      const label: PurgeSelector = { type: 'surrogateKey', surrogateKey: 'b' }
      expectEqual('the answer to purge()', await stage.store.purge(label, 'remove'), 2)
    },
  },
  {
    name: 'a label, or URL, that a new response or head has not any more does not select it',
    check: async (stage) => {
      const response = sampleResponse({ surrogateKeys: ['old'], url })
      const [old, named]: PurgeSelector[] = [
        { type: 'surrogateKey', surrogateKey: 'old' },
        { type: 'url', url },
      ]
      if (old === undefined || named === undefined) return
      await stage.put('key', { response, chunks: [textBytes('old')] })
      await stage.put('key', { response: sampleResponse(), chunks: [textBytes('new')] })
      expectEqual('by the label of what was replaced', await stage.store.purge(old, 'remove'), 0)
      expectEqual('by the URL of what was replaced', await stage.store.purge(named, 'remove'), 0)
      await stage.put('key', { response, chunks: [textBytes('old')] })
      const freshened = sampleResponse({ surrogateKeys: ['new'] })
      await stage.store.freshen('key', await stage.only('key'), freshened)
      expectEqual('by the label of the old head', await stage.store.purge(old, 'remove'), 0)
      const label: PurgeSelector = { type: 'surrogateKey', surrogateKey: 'new' }
      expectEqual('by the label of the new head', await stage.store.purge(label, 'remove'), 1)
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
      const label: PurgeSelector = { type: 'surrogateKey', surrogateKey: 'a' }
      expectEqual('the answer to purge()', await stage.store.purge(label, 'remove'), 1)
    },
  },
  {
    name: 'calls for one key take effect in the order in which they are made, awaited or not',
    check: async (stage) => {
      for (const removal of ['delete', 'purge'] as const) {
        await stage.put('key', { response: german, chunks: [textBytes('before')] })
        const writer = stage.store.put('key', german)
        await stage.write(writer, [textBytes('after')])
        const removing =
          removal === 'delete' ? stage.store.delete('key') : stage.store.purge({ type: 'all' }, 'remove')
        await Promise.all([removing, writer.commit()])
        expectEqual(`the bodies after ${removal}()`, await bodies(stage, 'key'), ['after'])
      }
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
    name: 'an entry counts its uses, or none of them',
    check: async (stage) => {
      await fill(stage)
      const entry = await stage.only('two')
      const first = entry.countUse()
      if (first === 0) return expectEqual('the next count of one that does not count', entry.countUse(), 0)
      expectEqual('the first count', first, 1)
      expectEqual('the count of the same entry, found again', (await stage.only('two')).countUse(), 2)
      await stage.store.freshen('two', entry, sampleResponse({ lifetime: 7 }))
      expectEqual('the count after freshen()', (await stage.only('two')).countUse(), 3)
      await stage.put('two', { response: plain, chunks: [textBytes('new')] })
      expectEqual('the count of what took its place', (await stage.only('two')).countUse(), 1)
      expectBytes('the body', await stage.read(await stage.only('two')), textBytes('new'))
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
