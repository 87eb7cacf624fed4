import { expect, test } from '@jest/globals'
import { CallOrder } from './call-order.ts'

/** What is done, in the order in which it is, and work that ends when the test says so. */
function makeOrder() {
  const seen: string[] = []
  const note = (name: string) => () => void seen.push(name)
  const gates = new Map<string, PromiseWithResolvers<void>>()
  const slow = (name: string) => () => {
    seen.push(name)
    const gate = Promise.withResolvers<void>()
    gates.set(name, gate)
    return gate.promise
  }
  const end = async (name: string): Promise<void> => {
    gates.get(name)?.resolve()
    for (let tick = 0; tick < 20; tick += 1) await Promise.resolve()
  }
  return { order: new CallOrder(), seen, note, slow, end }
}

test('calls for a key wait for what asks twice for it, and calls for others do not', async () => {
  const { order, seen, note, slow, end } = makeOrder()
  void order.hold('key', slow('held'))
  void order.follow('key', note('key'))
  void order.follow('other', note('other'))
  expect(seen).toEqual(['held', 'other'])
  await end('held')
  expect(seen).toEqual(['held', 'other', 'key'])
  void order.follow('key', note('later'))
  expect(seen.at(-1)).toBe('later')
})

test('of several that ask twice for one key, each waits for the one before, and the last is waited for', async () => {
  const { order, seen, note, slow, end } = makeOrder()
  void order.hold('key', slow('first'))
  void order.hold('key', slow('second'))
  await end('first')
  void order.follow('key', note('key'))
  expect(seen).toEqual(['first', 'second'])
  await end('second')
  expect(seen).toEqual(['first', 'second', 'key'])
})

test('what is about all keys waits for each, and whatever comes later waits until that was asked', async () => {
  const { order, seen, note, slow, end } = makeOrder()
  void order.hold('key', slow('held'))
  void order.followAll(slow('all'))
  void order.followAll(note('all again'))
  void order.follow('other', note('other'))
  void order.follow('key', note('key'))
  expect(seen).toEqual(['held'])
  await end('held')
  expect(seen.slice(0, 3)).toEqual(['held', 'all', 'all again'])
  expect(seen.slice(3).toSorted()).toEqual(['key', 'other'])
  void order.follow('other', note('later'))
  expect(seen.at(-1)).toBe('later')
})

test('what fails, or throws, is for whoever asked, and holds nobody up', async () => {
  const { order, seen, note } = makeOrder()
  const failure = new Error('the far tier cannot be asked')
  const held = order.hold('key', () => Promise.reject(failure))
  const all = order.followAll(() => {
    throw failure
  })
  void order.follow('key', note('key'))
  await expect(held).rejects.toBe(failure)
  await expect(all).rejects.toBe(failure)
  expect(seen).toEqual(['key'])
})
