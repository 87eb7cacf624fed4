import { describe, expect, test } from '@jest/globals'
import { KeyQueue } from './key-queue.ts'

/** Tasks that say when they begin, and end when they are told. */
const stage = () => {
  const log: string[] = []
  const ends = new Map<string, PromiseWithResolvers<string>>()
  const task = (name: string) => () => {
    log.push(name)
    const end = Promise.withResolvers<string>()
    ends.set(name, end)
    return end.promise
  }
  const finish = async (name: string) => {
    ends.get(name)?.resolve(name)
    await settle()
  }
  const fail = async (name: string) => {
    ends.get(name)?.reject(new Error(name))
    await settle()
  }
  return { log, task, finish, fail }
}

/** Lets all promises that can settle do so. */
const settle = () => new Promise((resolve) => setImmediate(resolve))

describe('what is asked for a key', () => {
  test('begins at once, and lookups beside each other', () => {
    const { log, task } = stage()
    const queue = new KeyQueue()
    void queue.read('key', task('one'))
    void queue.read('key', task('two'))
    void queue.change('other', task('other'))
    expect(log).toEqual(['one', 'two', 'other'])
  })

  test('waits for the change before it; a change waits for the lookups, too', async () => {
    const { log, task, finish } = stage()
    const queue = new KeyQueue()
    void queue.read('key', task('read 1'))
    void queue.change('key', task('change'))
    void queue.read('key', task('read 2'))
    void queue.read('key', task('read 3'))
    void queue.change('key', task('change 2'))
    expect(log).toEqual(['read 1'])
    await finish('read 1')
    expect(log).toEqual(['read 1', 'change'])
    await finish('change')
    expect(log).toEqual(['read 1', 'change', 'read 2', 'read 3'])
    await finish('read 2')
    expect(log).toHaveLength(4)
    await finish('read 3')
    expect(log.at(-1)).toBe('change 2')
  })

  test('is not stopped by what has failed before it, which its caller is told', async () => {
    const { log, task, fail } = stage()
    const queue = new KeyQueue()
    const first = queue.change('key', task('first'))
    void queue.change('key', task('second'))
    await Promise.all([expect(first).rejects.toThrow('first'), fail('first')])
    expect(log).toEqual(['first', 'second'])
  })

  test('is done when all changes are that were asked for until then', async () => {
    const { task, finish } = stage()
    const queue = new KeyQueue()
    void queue.change('one', task('one'))
    void queue.read('two', task('two'))
    let isDone = false
    const done = queue.changed().then(() => {
      isDone = true
    })
    void queue.change('three', task('three'))
    await settle()
    expect(isDone).toBe(false)
    await finish('one')
    await done
    expect(isDone).toBe(true)
  })
})
