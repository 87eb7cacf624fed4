import { bytesBody } from '../../driver/bytes-body.ts'
import type { StoredResponse } from '../../http/stored-response.ts'
import type { MaybePromise } from '../../ports/body.ts'
import { StoreError } from '../../ports/port-errors.ts'
import type { LookupResult, PurgeChange, Store, StoredEntry, StoreWriter } from '../../ports/store.ts'

/** What is stored: a head and a body, which a new head leaves as it is. */
export interface StoredContent {
  readonly response: StoredResponse
  readonly bytes: Uint8Array
}

/** An operation that the store has not answered yet. */
export interface HeldOperation {
  readonly name: 'lookup' | 'commit' | 'freshen' | 'delete' | 'purge'
  /** Whose request it serves. */
  readonly owner: string
  /** What it would store. */
  readonly response: StoredResponse | null
  /** The store does as it was told, and says so. */
  readonly succeed: () => void
  readonly fail: () => void
}

/** `atOnce`: it answers within the call. `slow`: it answers when the exploration says so, one call after the other. */
export type StorePace = 'atOnce' | 'slow'

/** More lookups than this within one step lead to each other without end. */
const mostLookups = 100

interface StoreOptions {
  readonly pace: StorePace
  /** How many bytes of a body it takes. */
  readonly room: number
  /** Whose request is being carried out just now, or has brought the response. */
  readonly owner: (response?: StoredResponse) => string
  /** Who looks for something just now. */
  readonly seeker: () => string
  /** Told when it is asked again and again, within one step. */
  readonly onEndless: () => void
}

/** A store with room for one response, whose answers are steps of the exploration. */
export class ExploredStore implements Store {
  content: StoredContent | undefined
  /** In the order of the calls, in which they take effect: the store answers the first. */
  held: readonly HeldOperation[] = []
  /** Every response whose commit has succeeded. */
  readonly committed: StoredResponse[] = []
  /** How often it was asked since the last step. */
  lookups = 0
  readonly #options: StoreOptions

  constructor(options: StoreOptions) {
    this.#options = options
  }

  get(_key: string): MaybePromise<LookupResult> {
    this.lookups += 1
    if (this.lookups > mostLookups) {
      this.#options.onEndless()
      throw new StoreError('ERR_STORE_FAILED', 'the store is asked without end')
    }
    const work = (): LookupResult => {
      const { content } = this
      return content === undefined
        ? { type: 'miss' }
        : { type: 'hit', variants: [new ExploredEntry(content)] }
    }
    return this.#pass('lookup', work, { owner: this.#options.seeker() })
  }

  put(_key: string, response: StoredResponse): StoreWriter {
    const pieces: Uint8Array[] = []
    const owner = this.#options.owner(response)
    let state: 'open' | 'aborted' = 'open'
    return {
      write: (piece) => {
        pieces.push(piece)
        return pieces.reduce((sum, { length }) => sum + length, 0) <= this.#options.room
          ? 'accepted'
          : 'refused'
      },
      commit: () => {
        // What was given up before is not kept; once the commit has been asked for, giving up changes nothing.
        const isWanted = state === 'open'
        const work = (): 'stored' | 'refused' => {
          if (!isWanted) return 'refused'
          this.content = { response, bytes: Uint8Array.from(pieces.flatMap((piece) => [...piece])) }
          this.committed.push(response)
          return 'stored'
        }
        return this.#pass('commit', work, { owner, response })
      },
      abort: () => {
        state = 'aborted'
      },
    }
  }

  freshen(_key: string, entry: StoredEntry, response: StoredResponse): MaybePromise<'freshened' | 'gone'> {
    const work = (): 'freshened' | 'gone' => {
      const { content } = this
      if (content === undefined || !(entry instanceof ExploredEntry) || entry.bytes !== content.bytes)
        return 'gone'
      this.content = { ...content, response }
      return 'freshened'
    }
    return this.#pass('freshen', work, { response })
  }

  delete(_key: string): MaybePromise<number> {
    return this.#pass('delete', () => this.#remove())
  }

  purge(_selector: unknown, change: PurgeChange): MaybePromise<number> {
    return this.#pass('purge', () => {
      const { content } = this
      if (change === 'remove' || content === undefined) return this.#remove()
      this.content = { ...content, response: change(content.response) }
      return 1
    })
  }

  close(): void {
    this.content = undefined
  }

  #remove(): number {
    const count = this.content === undefined ? 0 : 1
    this.content = undefined
    return count
  }

  #pass<Answer>(
    name: HeldOperation['name'],
    work: () => Answer,
    {
      owner = this.#options.owner(),
      response = null,
    }: Partial<Pick<HeldOperation, 'owner' | 'response'>> = {},
  ): MaybePromise<Answer> {
    const { pace } = this.#options
    if (pace === 'atOnce') return work()
    return new Promise((resolve, reject) => {
      const answer = (settle: () => void) => () => {
        this.held = this.held.filter((other) => other !== operation)
        settle()
      }
      const operation: HeldOperation = {
        name,
        owner,
        response,
        succeed: answer(() => resolve(work())),
        fail: answer(() => reject(new StoreError('ERR_STORE_FAILED', `the ${name} failed`))),
      }
      this.held = [...this.held, operation]
    })
  }
}

class ExploredEntry implements StoredEntry {
  readonly response: StoredResponse
  readonly bytes: Uint8Array

  constructor({ response, bytes }: StoredContent) {
    this.response = response
    this.bytes = bytes
  }

  open(): ReturnType<typeof bytesBody> {
    return bytesBody(this.bytes)
  }

  countUse(): number {
    return 0
  }
}
