import type { StoredEntry } from '../../ports/store.ts'
import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import type { ContractStage } from './contract-stage.ts'
import { expectEqual } from './expectation.ts'
import { textBytes } from './sample-bytes.ts'

const response = sampleResponse()
const hello = { response, chunks: [textBytes('hello')] }

/** Uses an entry; what it must say, unless the store does not count. */
const expectUse = (what: string, entry: StoredEntry, expected: number): void => {
  const seen = entry.countUse()
  if (seen !== 0) expectEqual(what, seen, expected)
}

/** Whether it counts is seen from the first use; then it always does, or never. */
const expectSteady = async (stage: ContractStage, first: number): Promise<void> => {
  const counts = (await stage.only('key')).countUse() > 0
  expectEqual('whether the store counts', counts, first > 0)
}

/** How often entries have answered a request. */
export const useCases: readonly ContractCheck[] = [
  {
    name: 'an entry counts its uses from 1 on, or answers 0 each time',
    check: async (stage) => {
      await stage.put('key', hello)
      const entry = await stage.only('key')
      const first = entry.countUse()
      if (first !== 0) expectEqual('the first count', first, 1)
      expectUse('the count of the same entry', entry, 2)
      expectUse('the count of the same entry, found again', await stage.only('key'), 3)
      await expectSteady(stage, first)
    },
  },
  {
    name: 'uses are counted on when a head has changed, also through an entry that was found before',
    check: async (stage) => {
      await stage.put('key', hello)
      const entry = await stage.only('key')
      const first = entry.countUse()
      await stage.store.freshen('key', entry, sampleResponse({ lifetime: 7 }))
      expectUse('the count after freshen()', await stage.only('key'), 2)
      expectUse('the count of the entry that was found before freshen()', entry, 3)
      await stage.store.purge({ type: 'all' }, (head) => ({ ...head, lifetime: 0 }))
      expectUse('the count after purge()', await stage.only('key'), 4)
      expectUse('the count of the entry that was found before purge()', entry, 5)
      await expectSteady(stage, first)
    },
  },
  {
    name: 'what takes the place of an entry, and what another key has, counts its own uses',
    check: async (stage) => {
      await stage.put('key', hello)
      const old = await stage.only('key')
      old.countUse()
      await stage.put('other', hello)
      expectUse('the count of another key', await stage.only('other'), 1)
      await stage.put('key', { ...hello, response: sampleResponse({ etag: '"2"' }) })
      old.countUse()
      expectUse('the count of what took its place', await stage.only('key'), 1)
    },
  },
]
