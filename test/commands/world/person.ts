import type { CacheResponse, PendingRequest } from '@cachechart/core'
import type { Moment } from '../record.ts'
import type { Wish } from './wish.ts'

const names = ['Anna', 'Ben', 'Cleo', 'Dora', 'Emil', 'Frida', 'Gil', 'Hanna', 'Ivo', 'Jana', 'Kai', 'Lea']

/** Whom a person tells. */
export interface Listener {
  readonly answered: (person: Person, response: CacheResponse) => void
  readonly failed: (person: Person, error: unknown) => void
  readonly read: (person: Person, end: 'whole' | 'broken') => void
}

/** A client with one request, and all that came of it. */
export class Person {
  readonly number: number
  readonly wish: Wish
  readonly fields: readonly string[]
  readonly sent: Moment
  readonly sentAt: number
  state: 'waiting' | 'reading' | 'whole' | 'broken' | 'failed' | 'left' | 'cut' = 'waiting'
  /** How often it was told that it has an outcome. */
  outcomes = 0
  response: CacheResponse | undefined
  /** What would go out with an error. */
  errorFields: readonly string[] = []
  text = ''
  #pending: PendingRequest | undefined
  #iterator: AsyncIterator<Uint8Array> | undefined
  #asking: 'idle' | 'asked' = 'idle'
  readonly #decoder = new TextDecoder()
  readonly #listener: Listener

  constructor(about: Pick<Person, 'number' | 'wish' | 'fields' | 'sent' | 'sentAt'>, listener: Listener) {
    this.number = about.number
    this.wish = about.wish
    this.fields = about.fields
    this.sent = about.sent
    this.sentAt = about.sentAt
    this.#listener = listener
  }

  get name(): string {
    const name = names[(this.number - 1) % names.length] ?? ''
    const again = Math.floor((this.number - 1) / names.length)
    return again === 0 ? name : `${name} the ${again + 1}${again === 1 ? 'nd' : again === 2 ? 'rd' : 'th'}`
  }

  /** Whether there is something that it still waits for. */
  get isOpen(): boolean {
    return this.state === 'waiting' || this.state === 'reading'
  }

  begin(pending: PendingRequest): void {
    this.#pending = pending
    pending.appendResponseHeader('X-Mark', this.name, 'any')
    pending.onReady(() => {
      this.outcomes += 1
      if (this.state === 'waiting') this.#take(pending)
    })
  }

  leave(): void {
    this.state = 'left'
    this.#pending?.cancel()
  }

  /** The cache that owed it something is no more. */
  cut(): void {
    this.state = 'cut'
  }

  /** Asks for the next piece of the body. */
  readOn(): void {
    if (this.state !== 'reading' || this.#asking === 'asked' || this.#iterator === undefined) return
    this.#asking = 'asked'
    this.#iterator.next().then(
      ({ done, value }) => {
        this.#asking = 'idle'
        if (this.state !== 'reading') return
        if (done === true) return this.#end('whole')
        this.text += this.#decoder.decode(value)
        if (this.wish.reads === 'at once') this.readOn()
      },
      () => {
        if (this.state === 'reading') this.#end('broken')
      },
    )
  }

  #take(pending: PendingRequest): void {
    let response: CacheResponse | undefined
    try {
      response = pending.poll()
      // Asked twice it says the same.
      response = pending.poll()
    } catch (error) {
      this.state = 'failed'
      this.errorFields = pending.errorFields([])
      return this.#listener.failed(this, error)
    }
    if (response === undefined) throw new Error('a request that was told to be ready has no outcome')
    this.response = response
    this.state = 'reading'
    this.#iterator = response.body[Symbol.asyncIterator]()
    this.#listener.answered(this, response)
    if (this.wish.reads === 'at once') this.readOn()
  }

  #end(state: 'whole' | 'broken'): void {
    this.state = state
    this.#listener.read(this, state)
  }
}
