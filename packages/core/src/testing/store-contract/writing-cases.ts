import { sampleResponse } from '../sample-response.ts'
import type { BodySizes, ContractCheck } from './contract-case.ts'
import { joined } from './contract-stage.ts'
import { expectBytes, expectEqual } from './expectation.ts'
import { sampleBytes, textBytes } from './sample-bytes.ts'

const response = sampleResponse()

/** What a writer does until its end. */
export const writingCases: readonly ContractCheck[] = [
  {
    name: 'nothing of a response is found before it is committed',
    check: async (stage) => {
      const writer = stage.store.put('key', response)
      await stage.expectMiss('key', 'is not committed')
      await stage.write(writer, [textBytes('he'), textBytes('llo')])
      await stage.expectMiss('key', 'is not committed')
      await stage.commit(writer)
      expectBytes('the body', await stage.read(await stage.only('key')), textBytes('hello'))
    },
  },
  {
    name: 'an aborted response leaves nothing behind',
    check: async (stage) => {
      stage.store.put('never written', response).abort()
      await stage.expectMiss('never written', 'was aborted')
      const writer = stage.store.put('written', response)
      await stage.write(writer, [textBytes('hello')])
      writer.abort()
      writer.abort()
      await stage.expectMiss('written', 'was aborted')
    },
  },
  {
    name: 'an aborted response leaves what was stored before',
    check: async (stage) => {
      await stage.put('key', { response, chunks: [textBytes('before')] })
      const writer = stage.store.put('key', sampleResponse({ lifetime: 1 }))
      await stage.write(writer, [textBytes('after')])
      writer.abort()
      const entry = await stage.only('key')
      expectEqual('the head', entry.response, response)
      expectBytes('the body', await stage.read(entry), textBytes('before'))
    },
  },
  {
    name: 'abort() after commit() changes nothing',
    check: async (stage) => {
      const writer = stage.store.put('key', response)
      await stage.write(writer, [textBytes('hello')])
      await stage.commit(writer)
      writer.abort()
      expectBytes('the body', await stage.read(await stage.only('key')), textBytes('hello'))
    },
  },
  {
    name: 'chunks of any size become one body, in order',
    check: async (stage) => {
      const chunks = [1, 0, 7, 65_536, 3, 0, 1000].map((length, index) => sampleBytes(length, index + 1))
      await stage.put('key', { response, chunks })
      expectBytes('the body', await stage.read(await stage.only('key')), joined(chunks))
    },
  },
  {
    name: 'an empty body is a body, written or not',
    check: async (stage) => {
      await stage.put('not written', { response, chunks: [] })
      await stage.put('written', { response, chunks: [new Uint8Array(0)] })
      for (const key of ['not written', 'written']) {
        expectBytes(`the body that was ${key}`, await stage.read(await stage.only(key)), new Uint8Array(0))
      }
    },
  },
  {
    name: 'an announced length that is not true does no harm',
    check: async (stage) => {
      for (const length of ['3', '999999999', '-1', 'many', '']) {
        await stage.put(length, {
          response: sampleResponse({ fields: ['content-length', length] }),
          chunks: [],
        })
        expectBytes('the body', await stage.read(await stage.only(length)), new Uint8Array(0))
      }
      const announced = sampleResponse({ fields: ['Content-Length', '3'] })
      await stage.put('short', { response: announced, chunks: [textBytes('hell'), textBytes('o')] })
      expectBytes('the body', await stage.read(await stage.only('short')), textBytes('hello'))
    },
  },
  {
    name: 'writers of one key do not mix; the last that commits is found',
    check: async (stage) => {
      const one = stage.store.put('key', response)
      const other = stage.store.put('key', response)
      await stage.write(one, [textBytes('one ')])
      await stage.write(other, [textBytes('other ')])
      await stage.write(one, [textBytes('one')])
      await stage.commit(one)
      expectBytes('the body', await stage.read(await stage.only('key')), textBytes('one one'))
      await stage.write(other, [textBytes('other')])
      await stage.commit(other)
      expectBytes('the body', await stage.read(await stage.only('key')), textBytes('other other'))
    },
  },
]

/** What a store does that keeps responses outside of the memory of the process. */
export const sensitiveCase: ContractCheck = {
  name: 'a sensitive response is refused, and what was stored before is left',
  check: async (stage) => {
    await stage.put('key', { response, chunks: [textBytes('before')] })
    const secret = sampleResponse({ sensitive: true })
    expectEqual(
      'the outcome',
      await stage.offer('key', { response: secret, chunks: [textBytes('secret')] }),
      'refused',
    )
    expectBytes('the body', await stage.read(await stage.only('key')), textBytes('before'))
  },
}

/** What depends on how much a store takes. */
export function sizeCases({ longest, large }: BodySizes): readonly ContractCheck[] {
  const largeBody: ContractCheck = {
    name: 'a large body comes back byte by byte',
    check: async (stage) => {
      const body = sampleBytes(large)
      const chunks: Uint8Array[] = []
      for (let start = 0; start < large; start += 65_536) chunks.push(body.subarray(start, start + 65_536))
      await stage.put('key', { response, chunks })
      expectBytes('the body', await stage.read(await stage.only('key')), body)
    },
  }
  return longest === undefined ? [largeBody] : [largeBody, ...limitCases(longest)]
}

function limitCases(longest: number): readonly ContractCheck[] {
  return [
    {
      name: 'a body as long as the limit is stored',
      check: async (stage) => {
        const body = sampleBytes(longest)
        await stage.put('key', { response, chunks: [body] })
        expectBytes('the body', await stage.read(await stage.only('key')), body)
      },
    },
    {
      name: 'a body beyond the limit is refused, and nothing of it is kept',
      check: async (stage) => {
        const body = sampleBytes(longest + 1)
        const chunks = [body.subarray(0, longest), body.subarray(longest)]
        expectEqual('the outcome', await stage.offer('key', { response, chunks }), 'refused')
        await stage.expectMiss('key', 'was refused')
      },
    },
    {
      name: 'a refused body leaves what was stored before, and the store goes on',
      check: async (stage) => {
        await stage.put('key', { response, chunks: [textBytes('before')] })
        const chunks = [sampleBytes(longest + 1)]
        expectEqual('the outcome', await stage.offer('key', { response, chunks }), 'refused')
        expectBytes('the body', await stage.read(await stage.only('key')), textBytes('before'))
        await stage.put('key', { response, chunks: [textBytes('after')] })
        expectBytes('the body', await stage.read(await stage.only('key')), textBytes('after'))
      },
    },
  ]
}
