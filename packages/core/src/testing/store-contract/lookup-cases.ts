import type { StoredResponse } from '../../http/stored-response.ts'
import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import { expectBytes, expectEqual } from './expectation.ts'
import { textBytes } from './sample-bytes.ts'

const oddFields = [
  ...['Set-Cookie', 'a=1; Path=/', 'Set-Cookie', 'a=2', 'set-cookie', ''],
  ...[
    'X-Quoted',
    '"\\" {}[]:,',
    'X-Spaced',
    'a  b\tc',
    'X-Latin',
    'caf\u00e9 \u00ff\u0080',
    '__proto__',
    'value',
  ],
  ...['x-long', 'long '.repeat(2000), 'X-LIST', 'a, ,b,,"c,d"'],
]

const oddHeads: readonly StoredResponse[] = [
  sampleResponse({
    status: 599,
    reason: '',
    fields: [],
    etag: null,
    lastModified: 'Tue, 14 Nov 2023 22:13:20 GMT',
  }),
  sampleResponse({ fields: oddFields, heuristic: true, mustValidate: true, mustNotBeStale: true }),
  sampleResponse({ staleWhileRevalidate: 0, staleIfError: 2 ** 31, lifetime: 0, initialAge: 1 / 3 }),
  sampleResponse({
    vary: ['accept', 'x-none'],
    varied: ['text/html, \u00e9', null],
    date: -1,
    etag: 'W/"\u00e9"',
  }),
]

const oddKeys = [
  ...[
    '__proto__',
    'constructor',
    'hasOwnProperty',
    'https://example.com/',
    'https://example.com',
    'HTTPS://EXAMPLE.COM/',
  ],
  ...[
    'https://example.com/%2F',
    'https://example.com//',
    'ключ 🗝',
    'e\u0301',
    '\u00e9',
    ' ',
    "';--",
    '*',
    'a:b',
  ],
  ...[`https://example.com/${'x'.repeat(20_000)}`, `https://example.com/${'x'.repeat(20_000)}y`],
]

/** What a lookup finds. */
export const lookupCases: readonly ContractCheck[] = [
  {
    name: 'a key that was never written is a miss',
    check: async (stage) => {
      await stage.expectMiss('https://example.com/', 'was never stored')
      await stage.expectMiss('__proto__', 'was never stored')
    },
  },
  {
    name: 'a committed response is found, again and again',
    check: async (stage) => {
      await stage.put('key', { response: sampleResponse(), chunks: [textBytes('hello')] })
      for (const time of ['first', 'second']) {
        const entry = await stage.only('key')
        expectEqual(`the head of the ${time} lookup`, entry.response, sampleResponse())
        expectBytes(`the body of the ${time} lookup`, await stage.read(entry), textBytes('hello'))
      }
    },
  },
  {
    name: 'every member of a head survives as it is, odd field lines too',
    check: async (stage) => {
      for (const [index, response] of oddHeads.entries()) {
        await stage.put(`key ${index}`, { response, chunks: [] })
        expectEqual(`head ${index}`, (await stage.only(`key ${index}`)).response, response)
      }
    },
  },
  {
    name: 'keys of every kind are kept apart',
    check: async (stage) => {
      for (const [index, key] of oddKeys.entries()) {
        await stage.expectMiss(key, 'was never stored')
        await stage.put(key, {
          response: sampleResponse({ lifetime: index }),
          chunks: [textBytes(`body ${index}`)],
        })
      }
      for (const [index, key] of oddKeys.entries()) {
        const entry = await stage.only(key)
        expectEqual(`the lifetime under ${key.slice(0, 40)}`, entry.response.lifetime, index)
        expectBytes(`the body under ${key.slice(0, 40)}`, await stage.read(entry), textBytes(`body ${index}`))
      }
    },
  },
]
