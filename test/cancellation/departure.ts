import type { TransactionState } from '@cachechart/core'
import { eventually } from '../fixtures/eventually.ts'
import type { HeldRequest } from '../fixtures/held-requests.ts'
import { readBody } from '../fixtures/read-body.ts'
import { DepartingClient } from './departing-client.ts'
import { pieces, storedBefore, type DepartureReply } from './departure-replies.ts'
import type { DepartureStage } from './departure-stage.ts'

/** How far an exchange can come, and be held there. */
const places = ['store', 'line', 'request', 'head', 'body', 'end'] as const
type Place = (typeof places)[number]

/** Where the exchange is when a client leaves; `tick`: what comes next comes in the very tick in which it does. */
export interface Moment {
  readonly title: string
  readonly place: Place
  readonly next: 'later' | 'tick'
  /** The state of the leader's transaction; `undefined` when it has ended, as all is there for its client to take. */
  readonly state: TransactionState | undefined
}

export const moments: readonly Moment[] = [
  { title: 'while the store is asked', place: 'store', next: 'later', state: 'awaitCache' },
  {
    title: 'before a connection to the origin stands',
    place: 'line',
    next: 'later',
    state: 'awaitBackend.attached',
  },
  { title: 'before the reply', place: 'request', next: 'later', state: 'awaitBackend.attached' },
  { title: 'in the tick of the reply', place: 'request', next: 'tick', state: 'awaitBackend.attached' },
  { title: 'right after the head', place: 'head', next: 'later', state: 'delivering' },
  { title: 'in the middle of the body', place: 'body', next: 'later', state: 'delivering' },
  { title: 'in the tick of the last byte', place: 'body', next: 'tick', state: 'delivering' },
  { title: 'after the last byte, before it is stored', place: 'end', next: 'later', state: undefined },
]

/** An exchange that clients leave: one asks first and leads, others follow, and the origin sends what it is told to. */
export class Departure {
  readonly stage: DepartureStage
  readonly reply: DepartureReply
  readonly clients: DepartingClient[] = []
  #before = 0
  #taken: HeldRequest | undefined
  #leader = 0
  #sent: 'nothing' | 'head' | 'piece' | 'all' = 'nothing'

  constructor(stage: DepartureStage, reply: DepartureReply) {
    this.stage = stage
    this.reply = reply
  }

  /** The requests that came to the origin since the clients began to ask. */
  get asked(): readonly string[] {
    return this.stage.origin.seen.slice(this.#before)
  }

  /** The client that asked first. @throws Error when nobody has asked yet */
  get leader(): DepartingClient {
    const [leader] = this.clients
    if (leader === undefined) throw new Error('nobody has asked yet')
    return leader
  }

  /** The state of the leader's transaction; `undefined` once it has ended. */
  get leaderState(): TransactionState | undefined {
    return this.stage.front.cache.inFlight().find(({ id }) => id === this.#leader)?.state
  }

  get followers(): readonly DepartingClient[] {
    return this.clients.slice(1)
  }

  /** The request to the origin. @throws Error when it has not come that far */
  get taken(): HeldRequest {
    if (this.#taken === undefined) throw new Error('nothing was asked of the origin yet')
    return this.#taken
  }

  /** Stores what is to be validated, if anything is; done once. */
  async prepare(): Promise<void> {
    if (this.reply.status !== 304 || this.#before > 0) return
    const { front, held, clock, origin } = this.stage
    const opening = front.open('/', { headers: this.reply.asked })
    const { response } = await held.next()
    response.writeHead(200, storedBefore).end(pieces.join(''))
    await readBody((await opening).body)
    await front.cache.drain()
    clock.pass(100)
    this.#before = origin.seen.length
  }

  /** Brings the leader, and so many followers with it, to this place. */
  async bringTo(place: Place, followers: number): Promise<void> {
    await this.prepare()
    if (place === 'store') this.stage.store.hold('get')
    if (place === 'line') this.stage.line.hold()
    await this.join(1)
    this.#leader = this.stage.front.cache.inFlight()[0]?.id ?? 0
    await this.join(followers)
    const steps = [this.#take, this.#sendHead, this.#sendPiece, this.#sendRest]
    for (const step of steps.slice(0, Math.max(0, places.indexOf(place) - 1))) await step()
  }

  /** So many more clients ask; resolves when the cache has done with each of them what it can do at once. */
  async join(count: number): Promise<void> {
    const { front, store } = this.stage
    for (let index = 0; index < count; index += 1) {
      const known = front.cache.ledger().clients.taken
      const client = new DepartingClient()
      this.clients.push(client)
      client.ask(front, this.reply.asked)
      await eventually('the request is there', () => front.cache.ledger().clients.taken > known)
    }
    const looking = () => front.cache.inFlight().filter(({ state }) => state === 'awaitCache').length
    await eventually('the store was asked', () => looking() <= store.waiting('get'))
  }

  /** Resolves when the cache knows that the leader's client is gone. */
  leaderIsGone(): Promise<void> {
    return eventually('the leader is gone', () => {
      const state = this.leaderState
      return state === undefined || state === 'awaitBackend.detached'
    })
  }

  /** Resolves when the cache knows that nobody waits for anything. */
  allAreGone(): Promise<void> {
    return eventually('all clients are gone', () =>
      this.stage.front.cache.inFlight().every(({ state }) => state === 'awaitBackend.detached'),
    )
  }

  /** Whatever was held back goes on, up to the origin, which has the request then. */
  async goOn(): Promise<void> {
    this.stage.store.release('get')
    this.stage.line.release()
    if (this.#taken === undefined) await this.#take()
  }

  /** The head, and of a body the first piece; nothing is waited for. */
  sendStart(): void {
    const { status, headers } = this.reply
    this.taken.response.writeHead(status, headers).flushHeaders()
    this.#sent = 'head'
    if (status === 304) return
    this.taken.response.write(pieces[0])
    this.#sent = 'piece'
  }

  /** All that has still to come comes at once: from the origin, and from the store. */
  complete(): void {
    const { response } = this.taken
    if (this.#sent === 'nothing') response.writeHead(this.reply.status, this.reply.headers)
    if (this.reply.status === 200) this.#write()
    response.end()
    this.stage.store.release('read', 'freshen', 'commit')
  }

  readonly #take = async (): Promise<void> => {
    this.#taken = await this.stage.held.next()
  }

  /** With a 304 all has come from the origin; the rest is the store's, which gives nothing yet. */
  readonly #sendHead = async (): Promise<void> => {
    const { status, headers } = this.reply
    if (status === 304) {
      this.stage.store.hold('read')
      this.stage.store.hold('freshen')
    }
    this.taken.response.writeHead(status, headers).flushHeaders()
    if (status === 304) this.taken.response.end()
    this.#sent = 'head'
    await this.leader.head()
  }

  readonly #sendPiece = async (): Promise<void> => {
    if (this.reply.status === 200) {
      this.taken.response.write(pieces[0])
    } else {
      const reading = this.leader.read()
      await eventually('the store is asked for a piece', () => this.stage.store.waiting('read') > 0)
      this.stage.store.releaseOne('read')
      await reading
    }
    this.#sent = 'piece'
    if (this.reply.status === 200) await this.leader.read()
  }

  /** The store has yet to say that it holds what the leader's client has, or could have. */
  readonly #sendRest = async (): Promise<void> => {
    const { store } = this.stage
    if (this.reply.status === 304) {
      store.release('read')
      await this.leader.whole()
      return
    }
    store.hold('commit')
    this.#write()
    this.taken.response.end()
    await eventually('the store is to commit', () => store.waiting('commit') === 1)
  }

  #write(): void {
    const done = { nothing: 0, head: 0, piece: 1, all: pieces.length }[this.#sent]
    for (const piece of pieces.slice(done)) this.taken.response.write(piece)
    this.#sent = 'all'
  }
}
