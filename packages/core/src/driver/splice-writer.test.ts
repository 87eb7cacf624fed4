import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { ByteSlice } from '../policy/verdicts.ts'
import type { Body } from '../ports/body.ts'
import type { StoredEntry, StoreWriter } from '../ports/store.ts'
import { memoryStore } from '../stores/memory-store.ts'
import { fakeStore, type FakeStoreOptions } from '../testing/fake-store.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { exactWriter } from './exact-writer.ts'
import { spliceWriter } from './splice-writer.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const slice = (from: number, to: number): ByteSlice => ({ from, to })

/** All microtasks, and with them all promises that are settled. */
const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) await Promise.resolve()
}

/** A store that holds `abcdefghij`, and a writer that will replace it. */
const setUp = (
  options: FakeStoreOptions = {},
  splice: Partial<Record<'before' | 'after', ByteSlice>> = {},
) => {
  const memory = memoryStore()
  const first = memory.put('key', sampleResponse())
  first.write(bytesOf('abcdefghij'))
  first.commit()
  const { bytes } = memory
  const store = fakeStore({ ...options, store: memory })
  const stored = memory.get('key')
  if (stored.type !== 'hit') throw new Error('nothing is stored')
  const result = store.get('key')
  const found = result instanceof Promise ? undefined : result
  const entry = found?.type === 'hit' ? found.variants[0] : undefined
  if (entry === undefined) throw new Error('the entry is not at hand')
  const inner = store.put('key', sampleResponse())
  const writer = spliceWriter(inner, entry, { before: splice.before ?? null, after: splice.after ?? null })
  const told = () => store.calls.map(({ operation }) => operation).slice(2)
  return { memory, store, writer, entry, inner, told, empty: bytes }
}

const storedText = async (memory: ReturnType<typeof memoryStore>): Promise<string> => {
  const result = memory.get('key')
  const body = result.type === 'hit' ? await result.variants[0]?.open() : undefined
  return new TextDecoder().decode(body?.bytes)
}

describe('a writer of a splice', () => {
  test('stores what is before, what is written, and what is after, all at once in memory', async () => {
    const { memory, writer, told } = setUp({}, { before: slice(0, 3), after: slice(6, 10) })
    expect([writer.write(bytesOf('D')), writer.write(bytesOf('EF')), writer.commit()]).toEqual([
      'accepted',
      'accepted',
      'stored',
    ])
    expect(await storedText(memory)).toBe('abcDEFghij')
    expect(told()).toEqual(['open', 'write', 'write', 'write', 'open', 'write', 'commit'])
  })

  test('stores the slices alone where nothing is written between them', async () => {
    const { memory, writer } = setUp({}, { before: slice(0, 3), after: slice(8, 10) })
    expect(writer.commit()).toBe('stored')
    expect(await storedText(memory)).toBe('abcij')
  })

  test('does not open what it needs nothing of', async () => {
    const { memory, writer, told } = setUp({}, { after: slice(4, 4) })
    expect([writer.write(bytesOf('x')), writer.commit()]).toEqual(['accepted', 'stored'])
    expect([await storedText(memory), told()]).toEqual(['x', ['write', 'commit']])
  })

  test('opens no body before it needs it, and holds none while the origin sends', () => {
    let open = 0
    const body: Body = {
      bytes: undefined,
      length: 10,
      cancel: () => (open -= 1),
      async *[Symbol.asyncIterator]() {
        await Promise.resolve()
        yield bytesOf('abcdefghij')
      },
    }
    const entry: StoredEntry = {
      response: sampleResponse(),
      countUse: () => 0,
      open: () => {
        open += 1
        return body
      },
    }
    const writer = spliceWriter(memoryStore().put('key', sampleResponse()), entry, {
      before: slice(0, 2),
      after: slice(4, 5),
    })
    const sequence = async () => {
      const counts = [open]
      await writer.write(bytesOf('c'))
      counts.push(open)
      await writer.write(bytesOf('d'))
      counts.push(open)
      return [...counts, await writer.commit(), open]
    }
    return expect(sequence()).resolves.toEqual([0, 0, 0, 'stored', 0])
  })

  test.each(['sync', 'microtask'] as const)('works with a store that answers %s in pieces', async (delay) => {
    const { memory, store, writer } = setUp({ chunkBytes: 2 }, { before: slice(1, 4), after: slice(5, 8) })
    store.setDelay(delay)
    expect(await writer.write(bytesOf('-'))).toBe('accepted')
    expect([await writer.commit(), await storedText(memory)]).toEqual(['stored', 'bcd-fgh'])
  })

  test.each(['before', 'after'] as const)('refuses when the stored body is gone: %s', async (which) => {
    for (const gone of [undefined, Promise.resolve(undefined)]) {
      const { memory, inner, empty } = setUp()
      const entry: StoredEntry = { response: sampleResponse(), countUse: () => 0, open: () => gone }
      const splice = { before: null, after: null, [which]: slice(0, 2) }
      const writer = spliceWriter(inner, entry, splice)
      const written = await writer.write(bytesOf('x'))
      expect(written).toBe(which === 'before' ? 'refused' : 'accepted')
      expect([await writer.commit(), await storedText(memory)]).toEqual(['refused', 'abcdefghij'])
      expect(memory.bytes).toBe(empty)
    }
  })

  test.each([
    ['at hand', {}],
    ['in pieces', { chunkBytes: 1 }],
  ])('refuses what the store refuses, of a body that comes %s', async (_how, options) => {
    const { entry } = setUp(options)
    const small = memoryStore({ maxEntryBytes: 3 })
    const writer = spliceWriter(small.put('key', sampleResponse()), entry, {
      before: slice(0, 6),
      after: null,
    })
    expect([await writer.write(bytesOf('x')), await writer.commit()]).toEqual(['refused', 'refused'])
    expect([small.bytes, small.entries]).toEqual([0, 0])
  })

  test.each([
    ['at hand', {}, ['write']],
    ['in pieces', { chunkBytes: 2 }, ['write', 'write']],
  ])('writes nothing more once it was refused, of a body that comes %s', async (_how, options, calls) => {
    const { entry } = setUp(options)
    const log: string[] = []
    const inner: StoreWriter = {
      write: () => {
        log.push('write')
        return log.length < calls.length ? 'accepted' : 'refused'
      },
      commit: () => 'stored',
      abort: () => undefined,
    }
    const writer = spliceWriter(inner, entry, { before: slice(0, 6), after: null })
    expect([await writer.write(bytesOf('x')), log]).toEqual(['refused', calls])
  })

  test.each(['open', 'read', 'write', 'commit'] as const)(
    'gives up, and passes on the error, when the store fails to %s',
    async (operation) => {
      for (const delay of ['sync', 'microtask'] as const) {
        const { memory, store, writer, told } = setUp({ chunkBytes: 4 }, { before: slice(0, 6) })
        store.setDelay(delay)
        const error = new Error('broken')
        store.failNext(operation, error)
        const all = async () => {
          await writer.write(bytesOf('x'))
          await writer.commit()
        }
        await expect(all()).rejects.toBe(error)
        expect(told().filter((done) => done === 'abort')).toEqual(['abort'])
        expect([await writer.write(bytesOf('y')), await writer.commit()]).toEqual(['refused', 'refused'])
        expect(await storedText(memory)).toBe('abcdefghij')
      }
    },
  )

  test('throws at once what a store throws at once', () => {
    const { store, writer, told } = setUp({}, { before: slice(0, 6) })
    const error = new Error('broken')
    store.failNext('open', error)
    expect(() => writer.write(bytesOf('x'))).toThrow(error)
    expect(told()).toEqual(['open', 'abort'])
  })

  test('stores nothing of a body that is too short for its slices', async () => {
    const { memory, writer } = setUp({}, { before: slice(0, 11) })
    await expect(writer.write(bytesOf('x'))).rejects.toMatchObject({ code: 'ERR_STORE_FAILED' })
    expect([await writer.commit(), await storedText(memory)]).toEqual(['refused', 'abcdefghij'])
  })

  test('keeps the total exact, around or within a writer that counts', async () => {
    const { memory, entry, inner } = setUp()
    const writer = spliceWriter(exactWriter(inner, 4), entry, { before: slice(0, 2), after: slice(9, 10) })
    expect([writer.write(bytesOf('xy')), writer.commit()]).toEqual(['accepted', 'refused'])
    expect(await storedText(memory)).toBe('abcdefghij')
    const outer = exactWriter(
      spliceWriter(memory.put('key', sampleResponse()), entry, { before: slice(0, 2), after: null }),
      2,
    )
    expect([outer.write(bytesOf('xy')), outer.commit()]).toEqual(['accepted', 'stored'])
    expect(await storedText(memory)).toBe('abxy')
  })
})

describe('a writer of a splice that is told to give up', () => {
  test.each([
    ['before its calls', 0],
    ['between them', 1],
  ])('%s keeps nothing', async (_when, count) => {
    const { memory, writer, empty, told } = setUp({}, { before: slice(0, 3) })
    for (let call = 0; call < count; call += 1) await writer.write(bytesOf('x'))
    writer.abort()
    writer.abort()
    expect([memory.bytes, await storedText(memory)]).toEqual([empty, 'abcdefghij'])
    const before = told()
    expect([writer.write(bytesOf('y')), writer.commit()]).toEqual(['refused', 'refused'])
    expect(told()).toEqual(before)
  })

  test('after it has committed changes nothing', async () => {
    const { memory, writer } = setUp({}, { before: slice(0, 3) })
    expect(writer.commit()).toBe('stored')
    writer.abort()
    expect(await storedText(memory)).toBe('abc')
  })

  test('at any moment opens and writes nothing more', async () => {
    for (const operation of ['write', 'commit'] as const) {
      for (let turns = 0; turns < 30; turns += 1) {
        const splice = { before: slice(0, 3), after: slice(6, 9) }
        const { store, writer, told } = setUp({ chunkBytes: 2 }, splice)
        store.setDelay('microtask')
        const pending = operation === 'write' ? writer.write(bytesOf('x')) : writer.commit()
        for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
        const before = told()
        writer.abort()
        await Promise.all([pending, settle()])
        // A read that had begun may still go on within the body.
        const later = told().slice(before.length)
        expect(later.filter((done) => done !== 'read')).toEqual(['abort'])
      }
    }
  })

  test('answers the pending call at once, at whatever step of it, and writes nothing more', async () => {
    for (const operation of ['write', 'commit'] as const) {
      // Each step is one of: open, read, write, read, write.
      for (let steps = 0; steps < 5; steps += 1) {
        const { store, memory, writer, told } = setUp({ chunkBytes: 2 }, { before: slice(1, 4) })
        store.setDelay('manual')
        const pending = operation === 'write' ? writer.write(bytesOf('x')) : writer.commit()
        for (let step = 0; step < steps; step += 1) {
          await settle()
          store.release(1)
        }
        await settle()
        expect(store.held).toHaveLength(1)
        writer.abort()
        expect(await pending).toBe('refused')
        const before = told()
        for (let step = 0; step < 8; step += 1) {
          store.release()
          await settle()
        }
        expect([told(), store.held, await storedText(memory)]).toEqual([before, [], 'abcdefghij'])
      }
    }
  })

  test('while it opens a body gives that body up as soon as it has it', async () => {
    let cancelled = 0
    const body: Body = {
      bytes: undefined,
      length: 3,
      cancel: () => (cancelled += 1),
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    }
    let answer: ((body: Body) => void) | undefined
    const entry: StoredEntry = {
      response: sampleResponse(),
      countUse: () => 0,
      open: () =>
        new Promise((resolve) => {
          answer = resolve
        }),
    }
    const writer = spliceWriter(memoryStore().put('key', sampleResponse()), entry, {
      before: slice(0, 3),
      after: null,
    })
    const pending = writer.write(bytesOf('x'))
    writer.abort()
    answer?.(body)
    expect([await pending, cancelled]).toEqual(['refused', 1])
  })

  test('while a silent body is read lets go of it, and of who waits', async () => {
    let cancelled = 0
    const body: Body = {
      bytes: undefined,
      length: 3,
      cancel: () => (cancelled += 1),
      [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => undefined) }),
    }
    const entry: StoredEntry = { response: sampleResponse(), countUse: () => 0, open: () => body }
    const writer = spliceWriter(memoryStore().put('key', sampleResponse()), entry, {
      before: null,
      after: slice(0, 3),
    })
    const pending = writer.commit()
    await settle()
    writer.abort()
    expect([await pending, cancelled]).toEqual(['refused', 1])
  })
})

describe('any splice', () => {
  test('of any split stores the original, whatever the store is like', async () => {
    const kinds = fc.constantFrom<FakeStoreOptions>({}, { chunkBytes: 1 }, { chunkBytes: 3 })
    const delays = fc.constantFrom('sync' as const, 'microtask' as const)
    const places = fc.tuple(fc.nat({ max: 10 }), fc.nat({ max: 10 }))
    await fc.assert(
      fc.asyncProperty(
        kinds,
        delays,
        places,
        fc.nat({ max: 10 }),
        async (kind, delay, [one, other], size) => {
          const [from, to] = [Math.min(one, other), Math.max(one, other)]
          const { memory, store, writer } = setUp(kind, { before: slice(0, from), after: slice(to, 10) })
          store.setDelay(delay)
          const middle = bytesOf('abcdefghij').subarray(from, to)
          for (let at = 0; at < middle.length; at += size + 1) {
            expect(await writer.write(middle.subarray(at, at + size + 1))).toBe('accepted')
          }
          expect([await writer.commit(), await storedText(memory)]).toEqual(['stored', 'abcdefghij'])
        },
      ),
    )
  })
})
