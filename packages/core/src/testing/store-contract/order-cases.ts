import type { MaybePromise } from '../../ports/body.ts'
import type { Store } from '../../ports/store.ts'
import { sampleResponse } from '../sample-response.ts'
import type { ContractCheck } from './contract-case.ts'
import { expectEqual } from './expectation.ts'
import { textBytes } from './sample-bytes.ts'

const url = 'https://example.com/page'
const response = sampleResponse({ surrogateKeys: ['label'], url })
const before = { response, chunks: [textBytes('before')] }

type Removal = (store: Store) => MaybePromise<number>

/** All that removes the key `key`, by the name of the call. */
const removals: readonly (readonly [call: string, remove: Removal])[] = [
  ['delete()', (store) => store.delete('key')],
  ['purge() of the key', (store) => store.purge({ type: 'key', key: 'key' }, 'remove')],
  ['purge() of a label', (store) => store.purge({ type: 'surrogateKey', surrogateKey: 'label' }, 'remove')],
  ['purge() of a URL', (store) => store.purge({ type: 'url', url }, 'remove')],
  ['purge() of all', (store) => store.purge({ type: 'all' }, 'remove')],
]

/** Calls for one key that do not wait for each other. */
export const orderCases: readonly ContractCheck[] = [
  {
    name: 'what is committed after delete() or purge() is stored, though these were not awaited',
    check: async (stage) => {
      for (const [call, remove] of removals) {
        await stage.put('key', before)
        const writer = stage.store.put('key', response)
        await stage.write(writer, [textBytes('after')])
        const [removed] = await Promise.all([remove(stage.store), writer.commit()])
        expectEqual(`calls are out of order: the answer to ${call}`, removed, 1)
        const body = await stage.read(await stage.only('key'))
        expectEqual(`the body after ${call}`, new TextDecoder().decode(body), 'after')
      }
    },
  },
  {
    name: 'what is put and committed after delete() or purge() is stored, though these were not awaited',
    check: async (stage) => {
      for (const [call, remove] of removals) {
        await stage.put('key', before)
        await Promise.all([remove(stage.store), stage.store.put('key', response).commit()])
        const body = await stage.read(await stage.only('key'))
        expectEqual(`the length of the body after ${call}`, body.length, 0)
      }
    },
  },
  {
    name: 'what was committed before delete() or purge() is removed, though it was not awaited',
    check: async (stage) => {
      for (const [call, remove] of removals) {
        const writer = stage.store.put('key', response)
        await stage.write(writer, before.chunks)
        const [, removed] = await Promise.all([writer.commit(), remove(stage.store)])
        expectEqual(`calls are out of order: the answer to ${call}`, removed, 1)
        await stage.expectMiss('key', 'was deleted')
      }
    },
  },
  {
    name: 'what was removed before get() is not found, though the removal was not awaited',
    check: async (stage) => {
      for (const [call, remove] of removals) {
        await stage.put('key', before)
        const [, found] = await Promise.all([remove(stage.store), stage.store.get('key')])
        const what = `calls are out of order: the answer to get() after ${call}, which was not awaited`
        expectEqual(what, found.type, 'miss')
      }
    },
  },
  {
    name: 'what was freshened before purge() is changed by it, though it was not awaited',
    check: async (stage) => {
      await stage.put('key', before)
      const freshened = stage.store.freshen('key', await stage.only('key'), { ...response, reason: 'Fresh' })
      const changed = stage.store.purge({ type: 'all' }, (head) => ({ ...head, lifetime: 0 }))
      expectEqual('the answers', await Promise.all([freshened, changed]), ['freshened', 1])
      const { reason, lifetime } = (await stage.only('key')).response
      expectEqual('the head', { reason, lifetime }, { reason: 'Fresh', lifetime: 0 })
    },
  },
  {
    name: 'what was removed before freshen() is gone, though the removal was not awaited',
    check: async (stage) => {
      for (const [call, remove] of removals) {
        await stage.put('key', before)
        const entry = await stage.only('key')
        const removed = remove(stage.store)
        const freshened = stage.store.freshen('key', entry, response)
        expectEqual(`the answers after ${call}`, await Promise.all([removed, freshened]), [1, 'gone'])
        await stage.expectMiss('key', 'was deleted')
      }
    },
  },
]
