import type { Cache, CacheOptions } from '@cachechart/core'
import type { FakeClock } from '@cachechart/core/testing'
import type { ScriptedOrigin } from './scripted-origin.ts'

/** What is asked of a cache, beside the path. */
export interface Question {
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: AsyncIterable<Uint8Array>
}

/** A response, or what is made of an error, its body still on its way. */
export interface Opening {
  readonly status: number
  readonly headers: Headers
  readonly body: AsyncIterable<Uint8Array>
}

/** A cache with an origin, and a way for clients to get at it. */
export interface Place {
  readonly cache: Cache
  readonly origin: ScriptedOrigin
  /** The target URI of a path: its key. */
  url(path: string): string
  /** Resolves when the head is there; the client leaves when the signal is aborted. */
  open(path: string, question: Question, signal: AbortSignal): Promise<Opening>
  close(): Promise<void>
}

export type PlaceOptions = Omit<CacheOptions, 'backend'> & { readonly clock: FakeClock }

/** Where the seed's promises are held against the cache. */
export interface Ground {
  readonly name: string
  /** `sockets`: an error is told to the client as a problem, in a response; `calls`: by a rejection. */
  readonly by: 'calls' | 'sockets'
  create(options: PlaceOptions): Promise<Place>
}
