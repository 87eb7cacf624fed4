import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import { expectBytes, expectClosed, expectEqual } from './expectation.ts'
import { textBytes } from './sample-bytes.ts'
import { inLanguage } from './variant-cases.ts'

const response = sampleResponse()

/** How entries, and the store itself, come to their end. */
export const removalCases: readonly ContractCheck[] = [
  {
    name: 'delete() removes all variants of its key, and tells how many',
    check: async (stage) => {
      for (const language of ['de', 'en', null]) {
        await stage.put('key', { response: inLanguage(language), chunks: [textBytes('hello')] })
      }
      expectEqual('the answer to delete()', await stage.store.delete('key'), 3)
      await stage.expectMiss('key', 'was deleted')
      expectEqual('the answer to the second delete()', await stage.store.delete('key'), 0)
    },
  },
  {
    name: 'delete() leaves other keys alone, and an unknown key is no error',
    check: async (stage) => {
      await stage.put('key', { response, chunks: [textBytes('hello')] })
      for (const key of ['ke', 'keys', 'KEY', '__proto__', '%', '*']) {
        expectEqual(`the answer to delete(${key})`, await stage.store.delete(key), 0)
      }
      expectBytes('the body', await stage.read(await stage.only('key')), textBytes('hello'))
    },
  },
  {
    name: 'what is committed after delete() is stored',
    check: async (stage) => {
      await stage.put('key', { response, chunks: [textBytes('before')] })
      const writer = stage.store.put('key', response)
      await stage.write(writer, [textBytes('after')])
      await stage.store.delete('key')
      await stage.commit(writer)
      expectBytes('the body', await stage.read(await stage.only('key')), textBytes('after'))
    },
  },
  {
    name: 'a closed store fails every call with ERR_STORE_CLOSED',
    check: async (stage) => {
      const { store } = stage
      await stage.put('key', { response, chunks: [textBytes('hello')] })
      const entry = await stage.only('key')
      const writer = store.put('other', response)
      await stage.write(writer, [textBytes('hello')])
      await store.close()
      await expectClosed('commit() of an open writer', () => writer.commit())
      writer.abort()
      await expectClosed('get()', () => store.get('key'))
      await expectClosed('put() and commit()', () => store.put('key', response).commit())
      await expectClosed('freshen()', () => store.freshen('key', entry, response))
      await expectClosed('delete()', () => store.delete('key'))
    },
  },
]
