import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import { expectBytes, expectEqual } from './expectation.ts'
import { textBytes } from './sample-bytes.ts'
import { inLanguage, selections } from './variant-cases.ts'

const before = sampleResponse()
const after = sampleResponse({
  fields: ['Date', 'Wed, 15 Nov 2023 22:13:20 GMT', 'X-New', ''],
  date: 1_700_086_400_000,
})

/** A head that a 304 brought up to date (RFC 9111 §4.3.4). */
export const freshenCases: readonly ContractCheck[] = [
  {
    name: 'a freshened entry has the new head and the old body',
    check: async (stage) => {
      await stage.put('key', { response: before, chunks: [textBytes('hello')] })
      const answer = await stage.store.freshen('key', await stage.only('key'), after)
      expectEqual('the answer to freshen()', answer, 'freshened')
      const entry = await stage.only('key')
      expectEqual('the head', entry.response, after)
      expectBytes('the body', await stage.read(entry), textBytes('hello'))
    },
  },
  {
    name: 'only the entry that is meant is freshened',
    check: async (stage) => {
      await stage.put('key', { response: inLanguage('de'), chunks: [textBytes('neu')] })
      await stage.put('key', { response: inLanguage('en'), chunks: [textBytes('new')] })
      const [german] = (await stage.find('key')).filter(({ response }) => response.varied[0] === 'de')
      if (german !== undefined) await stage.store.freshen('key', german, inLanguage('de', { lifetime: 7 }))
      const variants = await stage.find('key')
      expectEqual('the number of variants', variants.length, 2)
      for (const entry of variants) {
        const isGerman = entry.response.varied[0] === 'de'
        expectEqual('the lifetime', entry.response.lifetime, isGerman ? 7 : 60)
        expectBytes('the body', await stage.read(entry), textBytes(isGerman ? 'neu' : 'new'))
      }
    },
  },
  {
    name: 'an entry that was freshened meanwhile can be freshened again',
    check: async (stage) => {
      await stage.put('key', { response: before, chunks: [textBytes('hello')] })
      const entry = await stage.only('key')
      await stage.store.freshen('key', entry, sampleResponse({ lifetime: 1 }))
      expectEqual('the second answer', await stage.store.freshen('key', entry, after), 'freshened')
      expectEqual('the head', (await stage.only('key')).response, after)
    },
  },
  {
    name: 'an entry that was deleted is gone, and does not come back',
    check: async (stage) => {
      await stage.put('key', { response: before, chunks: [textBytes('hello')] })
      const entry = await stage.only('key')
      await stage.store.delete('key')
      expectEqual('the answer to freshen()', await stage.store.freshen('key', entry, after), 'gone')
      await stage.expectMiss('key', 'was deleted')
    },
  },
  {
    name: 'an entry whose body was replaced is gone: its head does not get another body',
    check: async (stage) => {
      await stage.put('key', { response: before, chunks: [textBytes('old')] })
      const entry = await stage.only('key')
      const replacement = sampleResponse({ etag: '"2"' })
      await stage.put('key', { response: replacement, chunks: [textBytes('new')] })
      expectEqual('the answer to freshen()', await stage.store.freshen('key', entry, after), 'gone')
      const found = await stage.only('key')
      expectEqual('the head', found.response, replacement)
      expectBytes('the body', await stage.read(found), textBytes('new'))
    },
  },
  {
    name: 'a freshened entry takes the place that its new selection has',
    check: async (stage) => {
      await stage.put('key', { response: before, chunks: [textBytes('hello')] })
      await stage.store.freshen('key', await stage.only('key'), inLanguage('de'))
      expectEqual('the selections', await selections(stage, 'key'), ['[["accept-language"],["de"]]'])
      await stage.put('key', { response: inLanguage('en'), chunks: [textBytes('new')] })
      const [english] = (await stage.find('key')).filter(({ response }) => response.varied[0] === 'en')
      if (english !== undefined) await stage.store.freshen('key', english, inLanguage('de', { lifetime: 7 }))
      const found = await stage.only('key')
      expectEqual('the lifetime', found.response.lifetime, 7)
      expectBytes('the body', await stage.read(found), textBytes('new'))
    },
  },
]
