import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { StoredResponse } from '../http/stored-response.ts'
import type { PurgeSelector } from '../ports/store.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { memoryStore, type MemoryStore } from './memory-store.ts'
import type { SynchronousWriter } from './memory-writer.ts'

interface ModelVariant {
  readonly response: StoredResponse
  readonly body: Uint8Array
}

interface Pair {
  readonly store: MemoryStore
  /** Whether there is so little room that keys are evicted; they leave the model when that is noticed. */
  readonly room: 'little' | 'enough'
  readonly model: Map<string, ModelVariant[]>
  readonly writers: SynchronousWriter[]
}

const maxBytes = 12_000
const key = fc.constantFrom('a', 'b', 'c', 'd', '__proto__')
const response = fc
  .record({
    language: fc.constantFrom('de', 'en', null),
    date: fc.nat(3),
    lifetime: fc.nat(100),
    padding: fc.nat(2000),
    surrogateKeys: fc.subarray(['x', 'y', 'z']),
    url: fc.constantFrom('u', 'v', null),
  })
  .map(({ language, padding, ...others }) =>
    sampleResponse({
      ...{ vary: ['accept-language'], varied: [language], ...others },
      fields: ['x', 'x'.repeat(padding)],
    }),
  )
const body = fc.tuple(fc.nat(255), fc.nat(5000)).map(([byte, length]) => new Uint8Array(length).fill(byte))

const selector = fc.oneof(
  fc.record({ type: fc.constant('surrogateKey' as const), surrogateKey: fc.constantFrom('x', 'y', 'z') }),
  fc.record({ type: fc.constant('url' as const), url: fc.constantFrom('u', 'v') }),
  fc.record({ type: fc.constant('key' as const), key }),
  fc.constant({ type: 'all' as const }),
)

/** How a head is changed: by the same for the store and the model. */
const change = fc.oneof(
  fc.constant('remove' as const),
  fc
    .record(
      {
        lifetime: fc.constant(-1),
        date: fc.nat(3),
        surrogateKeys: fc.subarray(['x', 'z']),
        url: fc.constant(null),
      },
      { requiredKeys: ['lifetime'] },
    )
    .map((changes) => (head: StoredResponse): StoredResponse => ({ ...head, ...changes })),
)

const steps = fc.oneof(
  fc.record({
    type: fc.constant('put' as const),
    key,
    response,
    body,
    chunks: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ type: fc.constant('get' as const), key }),
  fc.record({ type: fc.constant('freshen' as const), key, response, index: fc.nat(2) }),
  fc.record({ type: fc.constant('delete' as const), key }),
  fc.record({ type: fc.constant('purge' as const), selector, change }),
  fc.record({ type: fc.constant('open writer' as const), key, response, body }),
  fc.record({ type: fc.constant('abort writer' as const) }),
)
type Step = typeof steps extends fc.Arbitrary<infer Each> ? Each : never

const isSame = (one: StoredResponse, other: StoredResponse) => one.varied[0] === other.varied[0]

/** Newest first; the last one stored before others of its date. */
function place(variants: readonly ModelVariant[], variant: ModelVariant): ModelVariant[] {
  const others = variants.filter(({ response: other }) => !isSame(other, variant.response))
  return [variant, ...others].toSorted((one, other) => other.response.date - one.response.date)
}

/** A key is there as the model has it, or was evicted as a whole. */
function compare({ store, model, room }: Pair, name: string): void {
  const result = store.get(name)
  if (result.type === 'miss' && room === 'little') model.delete(name)
  const seen = result.type === 'hit' ? result.variants : []
  const expected = model.get(name) ?? []
  expect(seen.map((entry) => entry.response)).toEqual(expected.map((variant) => variant.response))
  for (const [index, entry] of seen.entries()) {
    const opened = entry.open()
    const bytes = opened instanceof Promise ? undefined : opened?.bytes
    // Deep equality looks at each byte singly, which takes too long.
    expect(Buffer.compare(bytes ?? Buffer.of(), expected[index]?.body ?? Buffer.of())).toBe(0)
  }
}

function write(writer: SynchronousWriter, bytes: Uint8Array, chunks: number): void {
  const size = Math.max(1, Math.ceil(bytes.length / chunks))
  for (let start = 0; start < bytes.length; start += size) {
    writer.write(bytes.subarray(start, start + size))
  }
}

type StepOf<Type extends Step['type']> = Extract<Step, { type: Type }>

function put(
  { store, model }: Pair,
  { key: name, response: head, body: bytes, chunks }: StepOf<'put'>,
): void {
  const writer = store.put(name, head)
  write(writer, bytes, chunks)
  // What was evicted to make room for the new one is not among its variants.
  const before = store.get(name).type === 'miss' ? [] : (model.get(name) ?? [])
  const answer = writer.commit()
  expect(answer === 'refused' || store.get(name).type === 'hit').toBe(true)
  if (answer === 'stored') model.set(name, place(before, { response: head, body: bytes }))
}

function freshen({ store, model }: Pair, { key: name, response: head, index }: StepOf<'freshen'>): void {
  const result = store.get(name)
  const entry = result.type === 'hit' ? result.variants[index] : undefined
  const variants = model.get(name) ?? []
  const variant = variants[index]
  if (entry === undefined || variant === undefined) return
  const answer = store.freshen(name, entry, head)
  // Only an entry that no longer fits may be gone, and with it the key.
  expect(answer === 'freshened' || store.get(name).type === 'miss').toBe(true)
  const others = variants.filter((other) => other !== variant)
  model.set(name, place(others, { response: head, body: variant.body }))
}

function remove(pair: Pair, { key: name }: StepOf<'delete'>): void {
  compare(pair, name)
  expect(pair.store.delete(name)).toBe(pair.model.get(name)?.length ?? 0)
  pair.model.delete(name)
}

const isMeant = (selected: PurgeSelector, name: string, { response: head }: ModelVariant): boolean =>
  (selected.type === 'key' && selected.key === name) ||
  (selected.type === 'url' && head.url === selected.url) ||
  (selected.type === 'surrogateKey' && head.surrogateKeys.includes(selected.surrogateKey)) ||
  selected.type === 'all'

function purge(pair: Pair, { selector: selected, change: made }: StepOf<'purge'>): void {
  const { store, model } = pair
  for (const name of [...model.keys()]) compare(pair, name)
  let count = 0
  for (const [name, variants] of [...model]) {
    const left = variants.flatMap((variant) => {
      if (!isMeant(selected, name, variant)) return [variant]
      count += 1
      return made === 'remove' ? [] : [{ ...variant, response: made(variant.response) }]
    })
    model.set(
      name,
      left.toSorted((one, other) => other.response.date - one.response.date),
    )
  }
  expect(store.purge(selected, made)).toBe(count)
}

function openWriter(
  { store, writers }: Pair,
  { key: name, response: head, body: bytes }: StepOf<'open writer'>,
) {
  const writer = store.put(name, head)
  write(writer, bytes, 2)
  writers.push(writer)
}

function take(pair: Pair, step: Step): void {
  if (step.type === 'put') put(pair, step)
  else if (step.type === 'freshen') freshen(pair, step)
  else if (step.type === 'delete') remove(pair, step)
  else if (step.type === 'purge') purge(pair, step)
  else if (step.type === 'open writer') openWriter(pair, step)
  else if (step.type === 'abort writer') pair.writers.shift()?.abort()
  if ('key' in step) compare(pair, step.key)
}

const names = ['a', 'b', 'c', 'd', '__proto__']

test('whatever is done, the store is what a map would be, less what was evicted, and keeps within its bytes', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 40 }), (sequence) => {
      const store = memoryStore({ maxBytes })
      const pair: Pair = { store, room: 'little', model: new Map(), writers: [] }
      for (const step of sequence) {
        take(pair, step)
        expect(store.bytes).toBeLessThanOrEqual(maxBytes)
        expect(store.bytes).toBeGreaterThanOrEqual(0)
      }
      for (const name of names) compare(pair, name)
      expect(store.entries).toBe([...pair.model.values()].flat().length)
      for (const name of names) store.delete(name)
      for (const writer of pair.writers) writer.abort()
      expect([store.bytes, store.entries]).toEqual([0, 0])
    }),
    { numRuns: 200 },
  )
})

test('a store with room for all is what a map would be', () => {
  fc.assert(
    fc.property(fc.array(steps, { maxLength: 40 }), (sequence) => {
      const pair: Pair = { store: memoryStore(), room: 'enough', model: new Map(), writers: [] }
      for (const step of sequence) take(pair, step)
      for (const name of names) compare(pair, name)
      expect(pair.store.entries).toBe([...pair.model.values()].flat().length)
    }),
  )
})
