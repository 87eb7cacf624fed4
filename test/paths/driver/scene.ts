import {
  createCache,
  type Cache,
  type CacheRequest,
  type FlightTransition,
  type Lease,
  type LeaseGrant,
  type Overrides,
  type PendingRequest,
  type Transition,
} from '@cachechart/core'
import {
  fakeBackend,
  fakeBody,
  fakeClock,
  fakeReply,
  fakeStore,
  memoryLease,
  type FakeBody,
  type FakeCall,
  type FakeReplyHead,
} from '@cachechart/core/testing'
import { Client } from './client.ts'
import type { Ground } from './ground.ts'

export const url = 'http://origin.example/page'

/** The deadlines of a scene, in milliseconds, no two alike: which of them passes is never in doubt. */
export const deadlines = {
  store: 1_000,
  lease: 1_500,
  flight: 2_000,
  transaction: 3_000,
  reply: 4_000,
  body: 8_000,
}

/** The body of everything, its halves, and what a part has of it. */
export const whole = 'abcdefgh'
export const firstHalf = 'abcd'
export const secondHalf = 'efgh'

/** How a reply is answered: without a body, with one that the script sends, or with all of one. */
export type Content = 'none' | 'streamed' | 'whole'

/** The parts that take part: who asks, in the `context` of each request. */
export type Part = 'subject' | 'leader' | 'follower' | 'other'

/** Until all promises that can settle have settled. */
export const settle = (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve)
  })

/** What was stored before the path begins is no news to whoever asks on it. */
const forgetful = (lease: Lease): Lease => ({
  acquire: (subject) => lease.acquire(subject),
  close: () => lease.close(),
})

/** A cache of which all that is around it does what a path says, at no other time than the path does. */
export class Scene {
  readonly clock = fakeClock()
  readonly backend = fakeBackend()
  readonly store = fakeStore({ chunkBytes: 2 })
  readonly lease = memoryLease({ clock: this.clock })
  readonly cache: Cache
  readonly ground: Ground
  readonly transitions: Transition[] = []
  readonly flightTransitions: FlightTransition[] = []
  readonly clients: Client[] = []
  /** The body of the last reply that came with one. */
  body: FakeBody | undefined
  readonly #bodies: FakeBody[] = []
  readonly #followers: Client[] = []
  #subject: Client | undefined
  #latest: PendingRequest | undefined
  #elsewhere: LeaseGrant | undefined
  readonly #told = new Map<string, () => void>()
  #onTolerated: (() => void) | undefined

  constructor(ground: Ground) {
    this.ground = ground
    this.cache = createCache({
      clock: this.clock,
      backend: this.backend,
      store: this.store,
      ...(ground.lease === 'shared' ? { lease: forgetful(this.lease) } : {}),
      random: () => 0.5,
      deadlines: { ...deadlines, transaction: Infinity },
      onSend: (pending) => {
        this.#latest = pending
      },
      onTransition: (transition) => {
        this.transitions.push(transition)
        this.#tell(transition.event)
      },
      onFlightTransition: (transition) => {
        this.flightTransitions.push(transition)
        this.#tell(`flight ${transition.event}`)
      },
      onTolerated: () => {
        this.#tolerated()
      },
      ...ground.options,
    })
  }

  /** What is done when somebody is next told of the event (`flight …`: of a flight), within the cache's own work. */
  whenTold(event: string, act: () => void): void {
    this.#told.set(event, act)
  }

  /** What is done when the next failure is tolerated, within the cache's own work. */
  whenTolerated(act: () => void): void {
    this.#onTolerated = act
  }

  send(part: Part, own: Partial<CacheRequest> = {}, overrides: Overrides = {}): Client {
    const request = { method: 'GET', url, fields: [], context: part, ...own }
    const client = new Client(this.cache.send(request, overrides))
    this.clients.push(client)
    return client
  }

  /** As the ground has it. The lease that it may ask for is answered when the path says so. */
  sendSubject(): Client {
    const { method, fields, overrides } = this.ground
    this.lease.setDelay('manual')
    this.#subject = this.send('subject', { method, fields }, overrides)
    return this.#subject
  }

  get subject(): Client {
    if (this.#subject === undefined) throw new Error('the subject has not been sent')
    return this.#subject
  }

  /** The subject's client leaves, even while its request is being sent. */
  leave(): void {
    if (this.#subject === undefined) this.#latest?.cancel()
    else this.#subject.leave()
  }

  /** Somebody follows the subject. */
  follow(own: Partial<CacheRequest>): void {
    this.#followers.push(this.send('follower', own))
  }

  /** The last who followed leaves. */
  unfollow(): void {
    this.#followers.pop()?.leave()
  }

  /** The call to the origin that was made for one of them, and has no answer yet. */
  callOf(part: Part): FakeCall {
    const call = this.#waiting().findLast(({ request }) => request.context === part)
    if (call === undefined) throw new Error(`nothing of the ${part} waits for the origin`)
    return call
  }

  /** The origin answers. */
  answer(part: Part, head: FakeReplyHead, content: Content = 'none'): void {
    const isStreamed = content === 'streamed' && this.callOf(part).request.method !== 'HEAD'
    this.body = isStreamed ? this.#newBody() : undefined
    this.callOf(part).answer(fakeReply(head, this.body ?? (content === 'whole' ? whole : null)))
  }

  /** The connection to the origin breaks. */
  fail(part: Part): void {
    this.body = undefined
    this.callOf(part).fail(new Error('the connection was reset'))
  }

  /** Something goes through the store as if it answered at once, while another waits for it. */
  async atOnce(work: () => Promise<unknown> | void): Promise<void> {
    this.store.setDelay('sync')
    await work()
    await settle()
    this.store.setDelay('manual')
  }

  /** The store answers all that waits for it, and at once from here on. */
  letStoreAnswer(): void {
    this.store.setDelay('sync')
    while (this.store.release() > 0);
  }

  /** Another process has the lease. */
  async fetchElsewhere(): Promise<void> {
    const answer = await this.lease.join().acquire({ key: url, variant: '' })
    if (answer.type === 'granted') this.#elsewhere = answer.grant
  }

  /** It is done with it. */
  endElsewhere(): void {
    this.#elsewhere?.release('stored')
    this.#elsewhere = undefined
  }

  /** The lease is there for whoever asks for it. */
  letLeaseAnswer(): void {
    this.endElsewhere()
    this.lease.setDelay('sync')
    this.lease.answer()
  }

  /** Everything that has not ended comes to its end. */
  async finish(): Promise<void> {
    for (let turn = 0; turn < 4; turn += 1) {
      this.letStoreAnswer()
      this.letLeaseAnswer()
      for (const call of this.#waiting()) call.answer(fakeReply({ status: 429 }))
      for (const body of this.#bodies) body.end()
      for (const client of this.clients) void client.read()
      await settle()
    }
  }

  #waiting(): FakeCall[] {
    return this.backend.calls.filter(({ state }) => state === 'waiting')
  }

  #newBody(): FakeBody {
    const body = fakeBody()
    this.#bodies.push(body)
    return body
  }

  #tell(event: string): void {
    const act = this.#told.get(event)
    this.#told.delete(event)
    act?.()
  }

  #tolerated(): void {
    const act = this.#onTolerated
    this.#onTolerated = undefined
    act?.()
  }
}
