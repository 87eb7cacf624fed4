import type { StoredResponse } from '../../http/stored-response.ts'
import type { Body } from '../../ports/body.ts'
import type { Store, StoredEntry, StoreWriter } from '../../ports/store.ts'
import type { CallWatch } from './call-watch.ts'
import { bytesFault, expectBytes, expectEqual, StoreContractError } from './expectation.ts'
import { counted, quoted } from './quoted.ts'
import { watchedBody } from './watched-body.ts'
import { WatchedStore } from './watched-store.ts'

/** What is put into a store in one go. */
export interface Written {
  readonly response: StoredResponse
  readonly chunks: readonly Uint8Array[]
}

/** Why a lookup must find nothing. */
type MissReason =
  'was never stored' | 'is not committed' | 'was aborted' | 'was refused' | 'was deleted' | 'was purged'

/** A store on trial, and the steps of which every case is made. */
export class ContractStage {
  readonly store: Store
  readonly #watch: CallWatch

  constructor(store: Store, watch: CallWatch) {
    this.store = new WatchedStore(store, watch)
    this.#watch = watch
  }

  /** Writes and commits; both must be accepted. */
  async put(key: string, { response, chunks }: Written): Promise<void> {
    const writer = this.store.put(key, response)
    await this.write(writer, chunks)
    await this.commit(writer)
  }

  /** Writes and commits until the store refuses; `abort()` must be safe then. */
  async offer(key: string, { response, chunks }: Written): Promise<'stored' | 'refused'> {
    const writer = this.store.put(key, response)
    for (const chunk of chunks) {
      if ((await writer.write(chunk)) === 'refused') {
        writer.abort()
        return 'refused'
      }
    }
    return writer.commit()
  }

  async write(writer: StoreWriter, chunks: readonly Uint8Array[]): Promise<void> {
    for (const chunk of chunks) expectEqual('the answer to write()', await writer.write(chunk), 'accepted')
  }

  async commit(writer: StoreWriter): Promise<void> {
    expectEqual('the answer to commit()', await writer.commit(), 'stored')
  }

  /** The variants of a key; none for a miss. */
  async find(key: string): Promise<readonly StoredEntry[]> {
    const result = await this.store.get(key)
    if (result.type === 'error') {
      throw new StoreContractError('the answer to get() is an error', { cause: result.error })
    }
    if (result.type === 'miss') return []
    if (result.variants.length === 0)
      throw new StoreContractError('the answer to get() is a hit without variants')
    return result.variants
  }

  /** `state`: why there must be nothing. */
  async expectMiss(key: string, state: MissReason): Promise<void> {
    const { length } = await this.find(key)
    if (length > 0)
      throw new StoreContractError(`get(${quoted(key)}) finds what ${state}: ${counted(length)}`)
  }

  /** The one variant that a key must have. */
  async only(key: string): Promise<StoredEntry> {
    const [entry, ...others] = await this.find(key)
    if (entry === undefined)
      throw new StoreContractError(`get(${quoted(key)}) is a miss, and must find what was stored`)
    if (others.length === 0) return entry
    throw new StoreContractError(`get(${quoted(key)}) must find one variant, seen ${1 + others.length}`)
  }

  /** The body of a variant must be its own, of the bodies of all variants, by what selects them. */
  async expectOwnBody(entry: StoredEntry, bodies: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const name = selectionOf(entry.response)
    const seen = await this.read(entry)
    const own = bodies.get(name)
    if (own === undefined)
      throw new StoreContractError(`get() finds a variant that was never stored: ${name}`)
    const [owner] = [...bodies].find(([, body]) => bytesFault(seen, body) === undefined) ?? [name]
    if (owner !== name) throw new StoreContractError(`variants are swapped: ${name} has the body of ${owner}`)
    expectBytes(`the body of the variant ${name}`, seen, own)
  }

  /** Opens an entry, if it is still there. */
  async tryOpen(entry: StoredEntry): Promise<Body | undefined> {
    const body = await this.#watch.ask({
      call: 'open() of an entry',
      work: () => entry.open(),
      describe: (opened) => (opened === undefined ? 'none' : 'a body'),
    })
    return body === undefined ? undefined : watchedBody(body, this.#watch)
  }

  /** Opens an entry, which must still be there. */
  async open(entry: StoredEntry): Promise<Body> {
    const body = await this.tryOpen(entry)
    if (body === undefined) throw new StoreContractError('open(): the body of a stored entry is not there')
    return body
  }

  async read(entry: StoredEntry): Promise<Uint8Array> {
    return readBody(await this.open(entry))
  }
}

/** All of a body, by iterating over it. */
export async function readBody(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of body) chunks.push(chunk)
  return joined(chunks)
}

/** The chunks as one piece. */
export function joined(chunks: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(chunks.reduce((sum, { length }) => sum + length, 0))
  let start = 0
  for (const chunk of chunks) {
    whole.set(chunk, start)
    start += chunk.length
  }
  return whole
}

/** What selects a variant: the fields that it varies by, and what the request had in them. */
export function selectionOf({ vary, varied }: StoredResponse): string {
  return JSON.stringify([vary, varied])
}
