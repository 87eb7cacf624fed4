import type { Worker } from 'node:cluster'
import { EventEmitter } from 'node:events'
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals'
import type { CommandFailedError } from '../command-failed-error.ts'
import { sealed } from './message-shapes.ts'
import type { FromWorker } from './messages.ts'
import { WorkerPool } from './worker-pool.ts'

beforeEach(() => void jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask'] }))
afterEach(() => void jest.useRealTimers())

/** A worker whose process is played by the test. Without a number there is no process, and there are no streams. */
class PlayedWorker extends EventEmitter {
  readonly process: EventEmitter
  readonly signals: string[] = []
  /** Of what was sent to it, what is to be called when it has read that. */
  readonly unread: (() => void)[] = []

  constructor(pid?: number) {
    super()
    this.process = Object.assign(new EventEmitter(), {
      pid,
      kill: (signal: string) => this.signals.push(signal),
    })
  }

  isConnected = () => true

  send(_message: unknown, done: () => void): void {
    this.unread.push(done)
  }

  says(message: FromWorker): void {
    this.emit('message', sealed(message))
  }

  listens(): void {
    this.says({ type: 'worker.ready' })
    this.says({ type: 'gateway.listening', port: 80, url: 'http://a' })
  }

  ends(code: number | null, signal: string | null = null): void {
    this.isConnected = () => false
    this.process.emit('close', code, signal)
  }
}

/** A pool of workers that are there already, one after the other as it asks for them. */
const poolOf = (count: number, fork: () => PlayedWorker) => {
  const printed: string[] = []
  const options = {
    ...{ port: 0, host: '127.0.0.1', adminHost: '127.0.0.1', workers: count, lease: true },
    ...{ store: { type: 'memory' } as const, maxBytes: 1, stuckAfter: 1, shutdownTimeout: 1 },
    ...{ traceMaxBytes: 1, traceFiles: 1 },
  }
  const pool = new WorkerPool({
    count,
    order: { origin: 'http://origin', options },
    fork: () => fork() as unknown as Worker, // it has all that the pool looks at
    terminal: { out: () => {}, err: (text) => printed.push(text) },
    onNews: () => {},
  })
  const started = pool.start()
  return { pool, printed, started }
}

const poolOfOne = (...played: readonly PlayedWorker[]) => {
  const later = played.values()
  return poolOf(1, () => later.next().value ?? new PlayedWorker(99))
}

describe('a worker that cannot be started', () => {
  test('has another in its place, and the reason is said', () => {
    const unborn = new PlayedWorker()
    const { pool, printed } = poolOfOne(unborn, new PlayedWorker(2))
    unborn.emit('error', new Error('spawn node EMFILE'))
    unborn.ends(-24)
    expect(printed).toEqual(['worker 1 could not be started: spawn node EMFILE. Another takes its place.\n'])
    expect([pool.workers.length, pool.waiting]).toEqual([0, [1]])
    jest.runOnlyPendingTimers()
    expect([pool.workers.map(({ pid }) => pid), pool.waiting]).toEqual([[2], []])
  })

  test('ends the command after five times, and not the process, where that is thrown', async () => {
    const { pool, printed } = poolOf(1, () => {
      throw new Error('spawn ENOMEM')
    })
    jest.runAllTimers()
    const { message }: CommandFailedError = await pool.failed
    expect(message).toBe(
      'workers end again and again before they listen; the last, worker 1, could not be started: Error: spawn ENOMEM',
    )
    expect(printed).toHaveLength(4)
  })
})

describe('a worker that cannot listen any more', () => {
  test('has its reason in what is said of its end, and in what the command fails with', async () => {
    let worker = new PlayedWorker(1)
    const { pool, printed } = poolOf(1, () => worker)
    worker.listens()
    worker.ends(null, 'SIGKILL')
    for (let count = 0; count < 5; count += 1) {
      worker = new PlayedWorker(2)
      jest.runOnlyPendingTimers()
      worker.says({ type: 'gateway.refused', code: 'ERR_LISTEN_FAILED', message: 'cannot listen: taken' })
      worker.ends(1)
    }
    expect(printed[1]).toBe(
      'worker 1 (process 2) ended: cannot listen: taken. Another takes its place in 0.1 s.\n',
    )
    expect((await pool.failed).message).toMatch(
      /the last, worker 1 \(process 2\), ended: cannot listen: taken$/,
    )
  })
})

describe('a worker that hangs', () => {
  test('before it listens is killed after 30 s, and that is said', () => {
    const hanging = new PlayedWorker(1)
    const { printed } = poolOfOne(hanging)
    hanging.says({ type: 'worker.ready' })
    jest.advanceTimersByTime(29_999)
    expect(hanging.signals).toEqual([])
    jest.advanceTimersByTime(1)
    expect(hanging.signals).toEqual(['SIGKILL'])
    hanging.ends(null, 'SIGKILL')
    expect(printed).toEqual([
      'worker 1 (process 1) did not listen within 30 s, and was killed. Another takes its place.\n',
    ])
  })

  test('when it listens is left alone, as its clients may still be served', () => {
    const worker = new PlayedWorker(1)
    poolOfOne(worker)
    worker.listens()
    jest.advanceTimersByTime(100_000)
    expect(worker.signals).toEqual([])
  })

  test('is killed when it leaves too much unread, and that is said', () => {
    const worker = new PlayedWorker(1)
    const { pool, printed } = poolOfOne(worker)
    worker.listens()
    const tell = (times: number) => {
      for (let count = 0; count < times; count += 1)
        pool.workers[0]?.send({ type: 'key.invalidate', key: 'k', extent: 'all' })
    }
    for (const done of worker.unread.splice(0)) done()
    tell(10_000)
    for (const done of worker.unread.splice(0)) done()
    tell(10_000)
    expect(worker.signals).toEqual([])
    tell(1)
    expect(worker.signals).toEqual(['SIGKILL'])
    worker.ends(null, 'SIGKILL')
    expect(printed).toEqual([
      'worker 1 (process 1) left 10000 messages unread, and was killed. Another takes its place.\n',
    ])
  })

  test('when it should end is killed in the end, and named', async () => {
    const worker = new PlayedWorker(1)
    const { pool, printed, started } = poolOfOne(worker)
    worker.listens()
    await started
    const stopped = pool.stop(1_000)
    jest.advanceTimersByTime(2_999)
    expect(worker.signals).toEqual([])
    jest.advanceTimersByTime(1)
    expect(worker.signals).toEqual(['SIGKILL'])
    worker.ends(null, 'SIGKILL')
    await stopped
    expect(printed).toEqual(['worker 1 (process 1) did not end in time, and is killed.\n'])
  })
})
