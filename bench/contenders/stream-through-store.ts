import type { Store, StoredResponse } from '@cachechart/core'
import { openStore } from './lasting-stores.ts'
import { entryHeads, keyOf } from './store-entries.ts'

/** What a stream made of the memory of its process, in bytes above what it was before. */
export interface StreamPeaks {
  /** Of what the process has from the system: heap, buffers, code and what its libraries take. */
  readonly resident: number
  /** Of V8's heap and the buffers outside of it, as they were seen at every mebibyte. */
  readonly held: number
}

const mebibyte = 1024 * 1024
const chunkLength = 64 * 1024

/** What memory may hold; elsewhere there is one body of any length. */
const memoryBytes = 64 * mebibyte
const memoryBodyLength = 16 * mebibyte

/**
 * Puts so many mebibytes into a store, in chunks that are made as they are asked for, and reads them again: as one body, or
 * in memory, which does not hold that much, as several.
 */
export async function streamThroughStore(name: string, mebibytes: number): Promise<StreamPeaks> {
  const total = mebibytes * mebibyte
  const length = name === 'memory' ? Math.min(total, memoryBodyLength) : total
  const maxBytes = name === 'memory' ? memoryBytes : 4 * total
  const { store, close } = await openStore(name, { maxBytes, maxEntryBytes: length })
  try {
    const [response] = await entryHeads(length)
    if (response === undefined) throw new Error('there is no head to store')
    await passThrough(store, { key: keyOf(0), length: mebibyte, response })
    const peaks = new Peaks()
    for (let done = 0; done < total; done += length) {
      await passThrough(store, { key: keyOf(1 + done / length), length, response }, peaks)
    }
    return peaks.taken
  } finally {
    await close()
  }
}

interface Passage {
  readonly key: string
  readonly length: number
  readonly response: StoredResponse
}

async function passThrough(store: Store, { key, length, response }: Passage, peaks?: Peaks): Promise<void> {
  const writer = store.put(key, response)
  for (let sent = 0; sent < length; sent += chunkLength) {
    const outcome = await writer.write(Buffer.alloc(chunkLength, sent / chunkLength))
    if (outcome !== 'accepted') throw new Error(`${key} was refused after ${sent} bytes`)
    if (sent % mebibyte === 0) peaks?.look()
  }
  if ((await writer.commit()) !== 'stored') throw new Error(`${key} was not stored`)
  const found = await store.get(key)
  const body = found.type === 'hit' ? await found.variants[0]?.open() : undefined
  if (body === undefined) throw new Error(`${key} is not there`)
  let seen = 0
  for await (const chunk of body) {
    const last = Math.floor((seen + chunk.length - 1) / chunkLength) % 256
    if (chunk.at(-1) !== last) throw new Error(`${key} has other bytes before ${seen + chunk.length}`)
    if (Math.floor((seen + chunk.length) / mebibyte) > Math.floor(seen / mebibyte)) peaks?.look()
    seen += chunk.length
  }
  if (seen !== length) throw new Error(`${key} has ${seen} bytes of ${length}`)
}

const heldNow = (): number => {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}

/** In bytes; the system counts in units of 1,024 of them. */
const mostResident = (): number => process.resourceUsage().maxRSS * 1024

class Peaks {
  readonly #held = heldNow()
  readonly #resident = mostResident()
  #mostHeld = this.#held

  look(): void {
    this.#mostHeld = Math.max(this.#mostHeld, heldNow())
  }

  get taken(): StreamPeaks {
    return { resident: mostResident() - this.#resident, held: this.#mostHeld - this.#held }
  }
}
