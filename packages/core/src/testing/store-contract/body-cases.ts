import { StoreError } from '../../ports/port-errors.ts'
import type { Body } from '../../ports/body.ts'
import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import { joined, readBody, type ContractStage } from './contract-stage.ts'
import { expectBytes, expectEqual } from './expectation.ts'
import { sampleBytes, textBytes } from './sample-bytes.ts'

const response = sampleResponse()
const chunks = [sampleBytes(40_000, 1), sampleBytes(100_000, 2)]
const whole = joined(chunks)

/** What the body of an entry is to its readers. */
export const bodyCases: readonly ContractCheck[] = [
  {
    name: 'a body tells the truth about its bytes and its length',
    check: async (stage) => {
      for (const [key, body] of Object.entries({ empty: new Uint8Array(0), whole })) {
        await stage.put(key, { response, chunks: [body] })
        const opened = await stage.open(await stage.only(key))
        expectEqual(`the length of the ${key} body`, opened.length ?? body.length, body.length)
        expectBytes(`the bytes of the ${key} body`, opened.bytes ?? body, body)
        expectBytes(`the ${key} body, read in chunks`, await readBody(opened), body)
      }
    },
  },
  {
    name: 'several readers each read the whole body',
    check: async (stage) => {
      await stage.put('key', { response, chunks })
      const entry = await stage.only('key')
      const [one, other] = [await stage.open(entry), await stage.open(entry)]
      const [first, second] = await Promise.all([readBody(one), readBody(other)])
      expectBytes('the body of the first reader', first, whole)
      expectBytes('the body of the second reader', second, whole)
    },
  },
  {
    name: 'a body that is given up, at once or midway, is no loss to others',
    check: async (stage) => {
      await stage.put('key', { response, chunks })
      const entry = await stage.only('key')
      const [one, other, left] = [await stage.open(entry), await stage.open(entry), await stage.open(entry)]
      one.cancel()
      one.cancel()
      for await (const _ of left) break
      expectBytes('the body of another reader', await readBody(other), whole)
      expectBytes('the body opened later', await stage.read(entry), whole)
    },
  },
  {
    name: 'a body that is read while its entry is replaced stays what it was',
    check: async (stage) => {
      await readWhile(stage, () => stage.put('key', { response, chunks: [sampleBytes(140_000, 3)] }))
      expectBytes('the new body', await stage.read(await stage.only('key')), sampleBytes(140_000, 3))
    },
  },
  {
    name: 'a body that is read while its entry is deleted stays what it was',
    check: async (stage) => {
      await readWhile(stage, async () => {
        await stage.store.delete('key')
      })
      await stage.expectMiss('key', 'was deleted')
    },
  },
  {
    name: 'an entry whose place was taken opens its own body or none',
    check: async (stage) => {
      await stage.put('key', { response, chunks: [textBytes('before')] })
      const entry = await stage.only('key')
      await stage.put('key', { response, chunks: [textBytes('after')] })
      await expectOwn(await stage.tryOpen(entry), textBytes('before'))
      await stage.store.delete('key')
      await expectOwn(await stage.tryOpen(entry), textBytes('before'))
    },
  },
]

/** Begins to read, lets something happen to the entry, and reads on. */
async function readWhile(stage: ContractStage, change: () => Promise<void>): Promise<void> {
  await stage.put('key', { response, chunks })
  const body = await stage.open(await stage.only('key'))
  const iterator = body[Symbol.asyncIterator]()
  const first = await iterator.next()
  await change()
  const read = first.done === true ? [] : [first.value]
  try {
    const rest = await readBody({ [Symbol.asyncIterator]: () => iterator })
    expectBytes('the body that was being read', joined([...read, rest]), whole)
  } catch (error) {
    // A store may say that it has lost the body. It may not give another, or less.
    if (!(error instanceof StoreError)) throw error
  }
}

async function expectOwn(body: Body | undefined, own: Uint8Array): Promise<void> {
  if (body !== undefined)
    expectBytes('the body of an entry that is no longer stored', await readBody(body), own)
}
