import type { StoredResponse } from '../../http/stored-response.ts'
import type { Body } from '../../ports/body.ts'
import type { Store, StoredEntry, StoreWriter } from '../../ports/store.ts'
import { expectEqual, StoreContractError } from './expectation.ts'

/** What is put into a store in one go. */
export interface Written {
  readonly response: StoredResponse
  readonly chunks: readonly Uint8Array[]
}

/** A store on trial, and the steps of which every case is made. */
export class ContractStage {
  readonly store: Store

  constructor(store: Store) {
    this.store = store
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

  async expectMiss(key: string): Promise<void> {
    expectEqual(`the variants of ${JSON.stringify(key)}`, (await this.find(key)).length, 0)
  }

  /** The one variant that a key must have. */
  async only(key: string): Promise<StoredEntry> {
    const [entry, ...others] = await this.find(key)
    if (entry !== undefined && others.length === 0) return entry
    const seen = entry === undefined ? 'none' : 1 + others.length
    throw new StoreContractError(`the key must have one variant, seen ${seen}`)
  }

  /** Opens an entry, which must still be there. */
  async open(entry: StoredEntry): Promise<Body> {
    const body = await entry.open()
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
