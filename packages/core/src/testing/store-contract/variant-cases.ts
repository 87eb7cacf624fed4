import type { StoredResponse } from '../../http/stored-response.ts'
import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import { selectionOf, type ContractStage } from './contract-stage.ts'
import { expectEqual } from './expectation.ts'
import { textBytes } from './sample-bytes.ts'

/** A response selected by the language, `null` where the request had none. */
export function inLanguage(language: string | null, changes: Partial<StoredResponse> = {}): StoredResponse {
  return sampleResponse({ vary: ['accept-language'], varied: [language], ...changes })
}

/** What selects each variant, sorted: for comparing which there are, not their order. */
export async function selections(stage: ContractStage, key: string): Promise<readonly string[]> {
  const variants = await stage.find(key)
  return variants.map(({ response }) => selectionOf(response)).toSorted()
}

const bodiesOf = (
  variants: readonly (readonly [StoredResponse, string])[],
): ReadonlyMap<string, Uint8Array> =>
  new Map(variants.map(([response, text]) => [selectionOf(response), textBytes(text)]))

/** Several responses under one key (RFC 9111 §4.1). */
export const variantCases: readonly ContractCheck[] = [
  {
    name: 'responses that other requests select are kept side by side',
    check: async (stage) => {
      const different = [
        inLanguage('de'),
        inLanguage('de, en'),
        inLanguage(''),
        inLanguage(null),
        inLanguage('null'),
        sampleResponse({ vary: ['accept'], varied: ['de'] }),
        sampleResponse({ vary: ['accept', 'accept-language'], varied: ['de', 'de'] }),
        sampleResponse(),
      ]
      const bodies = bodiesOf(different.map((response, index) => [response, `body ${index}`]))
      for (const response of different) {
        const body = bodies.get(selectionOf(response))
        await stage.put('key', { response, chunks: body === undefined ? [] : [body] })
      }
      expectEqual('the variants', await selections(stage, 'key'), [...bodies.keys()].toSorted())
      for (const entry of await stage.find('key')) await stage.expectOwnBody(entry, bodies)
    },
  },
  {
    name: 'a commit replaces the variant of the same selection, and no other',
    check: async (stage) => {
      await stage.put('key', { response: inLanguage('de'), chunks: [textBytes('alt')] })
      await stage.put('key', { response: inLanguage('en'), chunks: [textBytes('old')] })
      await stage.put('key', { response: inLanguage('de', { lifetime: 7 }), chunks: [textBytes('neu')] })
      const variants = await stage.find('key')
      expectEqual('the number of variants', variants.length, 2)
      const bodies = bodiesOf([
        [inLanguage('de'), 'neu'],
        [inLanguage('en'), 'old'],
      ])
      for (const entry of variants) {
        const german = entry.response.varied[0] === 'de'
        expectEqual('the lifetime', entry.response.lifetime, german ? 7 : 60)
        await stage.expectOwnBody(entry, bodies)
      }
    },
  },
  {
    name: 'writers of different variants of one key both succeed',
    check: async (stage) => {
      const german = stage.store.put('key', inLanguage('de'))
      const english = stage.store.put('key', inLanguage('en'))
      await stage.write(german, [textBytes('neu')])
      await stage.write(english, [textBytes('new')])
      await stage.commit(english)
      await stage.commit(german)
      const bodies = bodiesOf([
        [inLanguage('de'), 'neu'],
        [inLanguage('en'), 'new'],
      ])
      for (const entry of await stage.find('key')) await stage.expectOwnBody(entry, bodies)
      expectEqual('the selections', await selections(stage, 'key'), [
        '[["accept-language"],["de"]]',
        '[["accept-language"],["en"]]',
      ])
    },
  },
  {
    name: 'variants are listed newest first, by date, then the last that was committed first',
    check: async (stage) => {
      const dates = { b: 2000, d: 4000, a: 1000, c: 3000, e: 4000 }
      for (const [language, date] of Object.entries(dates)) {
        await stage.put('key', { response: inLanguage(language, { date }), chunks: [] })
      }
      const order = (await stage.find('key')).map(({ response }) => response.varied[0])
      expectEqual('the order', order, ['e', 'd', 'c', 'b', 'a'])
    },
  },
  {
    name: 'a lookup result does not change in the hands of its reader',
    check: async (stage) => {
      await stage.put('key', { response: inLanguage('de'), chunks: [] })
      const held = await stage.find('key')
      const before = JSON.stringify(held.map(({ response }) => response))
      await stage.put('key', { response: inLanguage('de', { lifetime: 7 }), chunks: [] })
      await stage.put('key', { response: inLanguage('en'), chunks: [] })
      await stage.store.delete('key')
      expectEqual('what was found', JSON.stringify(held.map(({ response }) => response)), before)
    },
  },
]
