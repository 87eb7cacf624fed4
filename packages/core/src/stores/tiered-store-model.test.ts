import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import type { StoredEntry } from '../ports/store.ts'
import { fakeClock, type FakeClock } from '../testing/fake-clock.ts'
import { sampleResponse } from '../testing/sample-response.ts'
import { memoryStore } from './memory-store.ts'
import {
  DistantServer,
  labelOf,
  stateOf,
  urlOf,
  type DistantClient,
} from './tiered/fixtures/distant-server.ts'
import { tieredStore } from './tiered-store.ts'

const staleness = 300
const keepFor = 2000
const keys = ['a', 'c']

const who = fc.nat(1)
const key = fc.constantFrom(...keys)
const change = fc.constantFrom('remove' as const, 'soften' as const)
const selector = fc.oneof(
  fc.record({
    type: fc.constant('surrogateKey' as const),
    surrogateKey: fc.constantFrom(...keys).map(labelOf),
  }),
  fc.record({ type: fc.constant('url' as const), url: fc.constantFrom(...keys).map(urlOf) }),
  fc.record({ type: fc.constant('key' as const), key }),
  fc.constant({ type: 'all' as const }),
)
const only = <Type extends string>(type: Type) => fc.record({ type: fc.constant(type), who })
const steps = fc.oneof(
  { arbitrary: fc.record({ type: fc.constant('get' as const), who, key }), weight: 12 },
  {
    arbitrary: fc.record({
      ...{ type: fc.constant('put' as const), who, key, language: fc.constantFrom('de', 'en') },
      lifetime: fc.constantFrom(60, 60, 60, 0),
    }),
    weight: 3,
  },
  fc.record({ type: fc.constant('freshen' as const), who, key }),
  fc.record({ type: fc.constant('delete' as const), who, key }),
  fc.record({ type: fc.constant('purge' as const), who, selector, change }),
  { arbitrary: only('arrive'), weight: 6 },
  { arbitrary: only('answer'), weight: 6 },
  { arbitrary: only('exchange'), weight: 10 },
  { arbitrary: only('hear'), weight: 4 },
  only('cut'),
  only('notice'),
  only('restore'),
  fc.record({ type: fc.constant('wait' as const), millis: fc.constantFrom(1, 150, 301, 1000) }),
)
type Step = typeof steps extends fc.Arbitrary<infer Each> ? Each : never
type StepOf<Type extends Step['type']> = Extract<Step, { type: Type }>

/** One process: its store, its connection, and what it has found. */
class Process {
  readonly client: DistantClient
  readonly store: ReturnType<typeof tieredStore>
  readonly found = new Map<string, StoredEntry>()
  readonly outcomes: Promise<unknown>[] = []
  /** What had changed when all was forgotten last. */
  flushedAt = 0

  constructor(server: DistantServer, clock: FakeClock) {
    this.client = server.connect()
    const options = { near: memoryStore(), far: this.client, invalidations: this.client }
    this.store = tieredStore({ ...options, clock, staleness, keepFor })
  }
}

class World {
  readonly clock = fakeClock()
  readonly server = new DistantServer(keys, this.clock)
  readonly processes = [new Process(this.server, this.clock), new Process(this.server, this.clock)]
  readonly faults: string[] = []
  #serial = 0
  nearHits = 0

  of({ who: index }: { readonly who: number }): Process {
    return this.processes[index] ?? this.#never()
  }

  async take(step: Step): Promise<void> {
    if (step.type === 'wait') this.clock.advance(step.millis)
    else if (step.type === 'get') this.get(this.of(step), step.key)
    else if (step.type === 'put') this.put(this.of(step), step)
    else if (step.type === 'freshen') this.freshen(this.of(step), step.key)
    else if (step.type === 'delete')
      this.of(step).outcomes.push(Promise.resolve(this.of(step).store.delete(step.key)))
    else if (step.type === 'purge') this.purge(this.of(step), step)
    else if (step.type === 'restore') {
      this.of(step).flushedAt = this.server.changes
      this.of(step).client.restore()
    } else if (step.type === 'exchange') await this.exchange(this.of(step).client)
    else this.of(step).client[step.type]()
    // What was answered is heard of before anything else happens.
    for (let tick = 0; tick < 12; tick += 1) await Promise.resolve()
  }

  /** What is found must have been so since the last change that this process knows of, and not be too old. */
  get(process: Process, name: string): void {
    const { client, flushedAt } = process
    const bound = client.connection === 'down' ? staleness : keepFor
    const heard = Math.max(flushedAt, client.heard.get(name) ?? 0)
    const own = client.ownChangesOf(name)
    const since = { at: this.clock.now() - bound }
    const asked = process.store.get(name)
    if (!(asked instanceof Promise)) this.nearHits += 1
    const check = (result: Awaited<typeof asked>): void => {
      if (own.some(({ change: made }) => made === undefined))
        this.faults.push(`${name} was answered before what had been changed before`)
      const changed = Math.max(heard, ...own.map(({ change: made }) => made ?? Infinity))
      if (!this.server.wasSo(name, stateOf(result), { ...since, change: changed }))
        this.faults.push(`${name} was ${stateOf(result) || 'nothing'}, which is out of date`)
      if (result.type === 'hit' && result.variants[0] !== undefined)
        process.found.set(name, result.variants[0])
    }
    if (asked instanceof Promise) process.outcomes.push(asked.then(check))
    else check(asked)
  }

  put(process: Process, { key: name, language, lifetime }: StepOf<'put'>): void {
    const body = new TextEncoder().encode(`body ${(this.#serial += 1)}`)
    const writer = process.store.put(name, this.#head(name, { language, lifetime }))
    void writer.write(body)
    process.outcomes.push(Promise.resolve(writer.commit()))
  }

  freshen(process: Process, name: string): void {
    const entry = process.found.get(name)
    if (entry === undefined) return
    const language = entry.response.varied[0] ?? 'de'
    const head = this.#head(name, { language, lifetime: 60 })
    process.outcomes.push(Promise.resolve(process.store.freshen(name, entry, head)))
  }

  purge(process: Process, { selector: selected, change: made }: StepOf<'purge'>): void {
    const soften = (head: ReturnType<typeof sampleResponse>) => ({ ...head, reason: `${head.reason} soft` })
    process.outcomes.push(Promise.resolve(process.store.purge(selected, made === 'remove' ? made : soften)))
  }

  /** All that a process has asked is answered, and what comes of that. */
  async exchange(client: DistantClient): Promise<void> {
    while (!client.isQuiet) {
      client.arrive()
      client.answer()
      for (let tick = 0; tick < 12; tick += 1) await Promise.resolve()
    }
  }

  /** All that is on its way comes, and connections are there again. */
  async settle(): Promise<void> {
    for (const { client } of this.processes) if (client.connection !== 'up') client.restore()
    for (let round = 0; round < 500; round += 1) {
      for (const step of ['arrive', 'answer', 'hear'] as const)
        for (const index of [0, 1]) await this.take({ type: step, who: index })
      if (this.processes.every(({ client }) => client.isQuiet && client.inbox.length === 0)) return
    }
    this.faults.push('it never comes to rest')
  }

  #head(name: string, { language, lifetime }: { readonly language: string; readonly lifetime: number }) {
    const now = this.clock.now()
    return sampleResponse({
      ...{
        vary: ['accept-language'],
        varied: [language],
        reason: `head ${(this.#serial += 1)}`,
        initialAge: 0,
      },
      ...{ requestTime: now, responseTime: now, date: now, lifetime },
      ...{ surrogateKeys: [labelOf(name)], url: urlOf(name) },
    })
  }

  #never(): never {
    throw new Error('there are two processes')
  }
}

test('whatever is late or lost, nobody is shown what was changed before, as far as it could be known', async () => {
  let nearHits = 0
  await fc.assert(
    fc.asyncProperty(fc.array(steps, { minLength: 30, maxLength: 80 }), async (sequence) => {
      const world = new World()
      for (const process of world.processes) process.client.restore()
      for (const name of keys)
        await world.take({ type: 'put', who: 0, key: name, language: 'de', lifetime: 60 })
      await world.settle()
      for (const step of sequence) await world.take(step)
      await world.settle()
      for (const process of world.processes) await Promise.all(process.outcomes)
      // With all messages come both show what there is, at once where it is fresh.
      for (const name of keys) {
        for (const process of world.processes) {
          world.get(process, name)
          await world.settle()
          await Promise.all(process.outcomes)
        }
      }
      nearHits += world.nearHits
      expect(world.faults).toEqual([])
    }),
    { numRuns: 500 },
  )
  // What is never answered from near shows nothing.
  expect(nearHits).toBeGreaterThan(200)
})
