import { EventEmitter, once } from 'node:events'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { describe, expect, test } from '@jest/globals'
import type { CacheRecord, RecordingStart } from '@cachechart/core'
import type { TraceSink } from './trace-sink.ts'
import { TraceWriter, type TraceWriterOptions } from './trace-writer.ts'

const start = { kind: 'start', at: 1 } as RecordingStart // the writer looks at no more of it
const step = (id: number, more = ''): CacheRecord =>
  ({ kind: 'step', id, at: 10 + id, more }) as unknown as CacheRecord // nor of this

/** Files in memory, and a disk that fails when a test says so. */
class FakeDisk implements TraceSink {
  readonly maxBytes: number
  readonly files: string[] = []
  readonly #told = new EventEmitter()
  failure: Error | undefined
  /** While it is there, nothing is written before it resolves. */
  held: Promise<void> | undefined
  isClosed = false

  constructor(maxBytes = 1_000) {
    this.maxBytes = maxBytes
  }

  get room(): number {
    return this.files.length === 0 ? 0 : this.maxBytes - (this.files.at(-1)?.length ?? 0)
  }

  async rotate(head: Uint8Array): Promise<void> {
    await this.#attempt()
    this.files.push(Buffer.from(head).toString())
  }

  async append(lines: Uint8Array): Promise<void> {
    await this.#attempt()
    this.files.push(`${this.files.pop() ?? ''}${Buffer.from(lines).toString()}`)
  }

  close(): Promise<void> {
    this.isClosed = true
    return Promise.resolve()
  }

  attempted(): Promise<unknown> {
    return once(this.#told, 'attempt')
  }

  /** The records of each file. */
  get records(): readonly (readonly Readonly<Record<string, unknown>>[])[] {
    return this.files.map((text) => {
      const lines = text.split('\n').slice(0, -1)
      return lines.map((line) => JSON.parse(line) as Record<string, unknown>) // as the writer has written it
    })
  }

  async #attempt(): Promise<void> {
    this.#told.emit('attempt')
    await this.held
    if (this.failure !== undefined) throw this.failure
  }
}

async function begun(disk: FakeDisk, options: Partial<TraceWriterOptions> = {}) {
  let said = ''
  const writer = new TraceWriter({
    sink: disk,
    textOf: (record) => JSON.stringify(record),
    say: (text) => (said += text),
    gatherFor: 1,
    retryAfter: 1,
    ...options,
  })
  writer.take(start)
  await writer.begun()
  return { writer, said: () => said }
}

const idsOf = (disk: FakeDisk) => disk.records.flat().map(({ kind, id }) => id ?? kind)

describe('a trace', () => {
  test('has the first record of the cache at its head, and the others in order', async () => {
    const disk = new FakeDisk()
    const { writer, said } = await begun(disk)
    for (const id of [1, 2, 3]) writer.take(step(id))
    await disk.attempted()
    writer.take(step(4))
    await writer.close(1_000)
    expect(idsOf(disk)).toEqual(['start', 1, 2, 3, 4])
    expect([disk.isClosed, said()]).toEqual([true, ''])
  })

  test('goes on in the next file where one is full, which says at its head when it begins', async () => {
    const disk = new FakeDisk(200)
    const { writer } = await begun(disk)
    for (let id = 1; id <= 12; id += 1) writer.take(step(id))
    await writer.close(1_000)
    expect(disk.files.length).toBeGreaterThan(2)
    expect(disk.files.every(({ length }) => length <= 200)).toBe(true)
    expect(disk.records.every(([head]) => head?.['kind'] === 'start')).toBe(true)
    expect(disk.records.map(([head]) => head?.['at'])).toEqual([1, 22, 22, 22].slice(0, disk.files.length))
    expect(idsOf(disk).filter((id) => id !== 'start')).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })

  test('leaves out what comes while too much waits, and says at that place how much it was', async () => {
    const disk = new FakeDisk(10_000)
    const { writer } = await begun(disk, { maxQueuedBytes: 100 })
    const slow = Promise.withResolvers<void>()
    disk.held = slow.promise
    writer.take(step(1))
    await disk.attempted()
    for (let id = 2; id <= 9; id += 1) writer.take(step(id))
    slow.resolve()
    while (!disk.files.some((text) => text.includes('loss'))) await nextTurn()
    for (let id = 10; id <= 11; id += 1) writer.take(step(id))
    await writer.close(1_000)
    expect(idsOf(disk)).toEqual(['start', 1, 2, 3, 'loss', 10, 11])
    expect(disk.records.flat().find(({ kind }) => kind === 'loss')).toEqual({
      kind: 'loss',
      at: 19,
      count: 6,
    })
  })

  test('says at its end what was left out last', async () => {
    const disk = new FakeDisk(150)
    const { writer, said } = await begun(disk)
    writer.take(step(1, 'long'.repeat(50)))
    await writer.close(1_000)
    expect(disk.records.flat().slice(1)).toEqual([{ kind: 'loss', at: 11, count: 1 }])
    expect(said()).toBe('')
  })

  test('says once that the disk is full, tries again, and says when it goes on', async () => {
    const disk = new FakeDisk(10_000)
    const { writer, said } = await begun(disk, { maxQueuedBytes: 100 })
    disk.failure = new Error('ENOSPC: no space left')
    for (let id = 1; id <= 5; id += 1) writer.take(step(id))
    for (let attempts = 0; attempts < 3; attempts += 1) await disk.attempted()
    for (let id = 6; id <= 9; id += 1) writer.take(step(id))
    expect(said()).toBe(
      'The trace cannot be written: ENOSPC: no space left. Requests are answered as before, and it is tried again.\n',
    )
    disk.failure = undefined
    await disk.attempted()
    await writer.close(1_000)
    expect(said()).toMatch(/again\.\nThe trace is written again; left out: 6 records\.\n$/)
    expect(idsOf(disk)).toEqual(['start', 1, 2, 3, 'loss'])
  })

  test('ends in time with a disk that does not answer, and says what is missing', async () => {
    const disk = new FakeDisk()
    const { writer, said } = await begun(disk)
    disk.held = new Promise(() => {})
    writer.take(step(1))
    writer.take(step(2))
    await writer.close(5)
    expect(said()).toBe('The end of the trace is not written: 2 records.\n')
  })

  test('cannot begin where the disk refuses the first file', async () => {
    const disk = new FakeDisk()
    disk.failure = new Error('EACCES')
    await expect(begun(disk)).rejects.toThrow('EACCES')
  })
})
