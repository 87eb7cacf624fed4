import { setImmediate, setTimeout } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import { StoreError } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'
import { WriteQueue } from './write-queue.ts'

const failure = (errcode: number) => Object.assign(new Error('of SQLite'), { errcode })

/** A file that is locked, or full, as long as the test wants it to be. */
const makeFile = () => {
  const file = { state: 'free' as 'free' | 'locked' | 'full', room: 0, transactions: 0, log: [] as string[] }
  const clock = fakeClock()
  const transaction = (work: () => void): void => {
    if (file.state === 'locked') throw failure(5)
    const before = file.log.length
    try {
      work()
    } catch (error) {
      file.log.length = before
      throw error
    }
    file.transactions += 1
  }
  const makeRoom = () => {
    if (file.room === 0) return 'none'
    file.room -= 1
    if (file.room === 0) file.state = 'free'
    return 'made'
  }
  const queue = new WriteQueue({
    ...{ clock, busyTimeout: 1000, tables: { transaction }, pruner: { makeRoom } },
    log: { mayGrow: () => true },
    afterTransaction: () => {},
    afterFailure: () => {},
  })
  const write = (name: string) => ({
    work: () => {
      if (file.state === 'locked') throw failure(5)
      if (file.state === 'full') throw failure(13)
      file.log.push(name)
      return name
    },
    concerns: (key: string) => key === name,
  })
  return { file, clock, queue, write }
}

describe('a queue of writes', () => {
  test('answers at once where nothing is in the way', () => {
    const { file, queue, write } = makeFile()
    expect(queue.run(write('a'))).toBe('a')
    expect(file.log).toEqual(['a'])
  })

  test('does what is to be done soon together, in the order in which it was asked for', async () => {
    const { file, queue, write } = makeFile()
    const soon = [queue.runSoon(write('a')), queue.runSoon(write('b')), queue.runSoon(write('c'))]
    expect(file.log).toEqual([])
    expect(await Promise.all(soon)).toEqual(['a', 'b', 'c'])
    expect(file).toMatchObject({ log: ['a', 'b', 'c'], transactions: 1 })
  })

  test('does it before what is to be done at once, and before a lookup that must see it', () => {
    const { file, queue, write } = makeFile()
    void queue.runSoon(write('a'))
    expect(queue.run(write('b'))).toBe('b')
    expect(file.log).toEqual(['a', 'b'])
    void queue.runSoon(write('c'))
    expect(queue.holdsBack('d')).toBe(false)
    expect(file.log).toEqual(['a', 'b'])
    expect(queue.holdsBack('c')).toBe(false)
    expect(file.log).toEqual(['a', 'b', 'c'])
  })

  test('finds out which of several has failed, and does the others', async () => {
    const { file, queue, write } = makeFile()
    const thrown = new TypeError('of the work itself')
    const failing = {
      work: () => {
        throw thrown
      },
      concerns: () => false,
    }
    const answers = await Promise.allSettled([
      queue.runSoon(write('a')),
      queue.runSoon(failing),
      queue.runSoon(write('b')),
    ])
    expect(answers).toEqual([
      { status: 'fulfilled', value: 'a' },
      { status: 'rejected', reason: thrown },
      { status: 'fulfilled', value: 'b' },
    ])
    expect(file.log).toEqual(['a', 'b'])
  })

  test('waits while the file is locked, keeps the order, and holds back the lookups concerned', async () => {
    const { file, queue, write } = makeFile()
    file.state = 'locked'
    const answers = Promise.all([queue.run(write('a')), queue.run(write('b')), queue.runSoon(write('c'))])
    await setTimeout(20)
    expect([queue.length, queue.holdsBack('b'), queue.holdsBack('d')]).toEqual([3, true, false])
    file.state = 'free'
    expect(await answers).toEqual(['a', 'b', 'c'])
    expect(file.log).toEqual(['a', 'b', 'c'])
    expect(queue.run(write('d'))).toBe('d')
  })

  test('gives up after its time, one by one', async () => {
    const { file, clock, queue, write } = makeFile()
    file.state = 'locked'
    const first = Promise.resolve(queue.run(write('a')))
    clock.advance(600)
    const second = Promise.resolve(queue.run(write('b')))
    clock.advance(600)
    await expect(first).rejects.toMatchObject({ code: 'ERR_STORE_TIMEOUT' })
    file.state = 'free'
    expect(await second).toBe('b')
  })

  test('makes room in a file that is full, and passes the failure on where there is none', async () => {
    const { file, queue, write } = makeFile()
    Object.assign(file, { state: 'full', room: 3 })
    expect(queue.run(write('a'))).toBe('a')
    file.state = 'full'
    await expect(async () => queue.run(write('b'))).rejects.toBeInstanceOf(StoreError)
    await expect(queue.runSoon(write('c'))).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
  })

  test('fails what waits when it is closed', async () => {
    const { file, queue, write } = makeFile()
    file.state = 'locked'
    const waiting = Promise.resolve(queue.run(write('a')))
    queue.close(new StoreError('ERR_STORE_CLOSED', 'closed'))
    await expect(waiting).rejects.toMatchObject({ code: 'ERR_STORE_CLOSED' })
    await setImmediate()
    expect(file.log).toEqual([])
  })
})
