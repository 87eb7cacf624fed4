import type { Cache, CacheOptions, Clock, MaybePromise } from '@cachechart/core'
import type { RequestListener } from 'node:http'

/** What a client asks beside the path. */
export interface AdapterAsk {
  /** Default GET. */
  readonly method?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: Uint8Array<ArrayBuffer>
  /** The client leaves when it is aborted. */
  readonly signal?: AbortSignal
}

/** A response head, and the body as it comes. A `Response` of the Fetch standard is one. */
export interface AdapterAnswer {
  readonly status: number
  readonly headers: Headers
  /** Throws when the body breaks off; `null` where there is none. */
  readonly body: AsyncIterable<Uint8Array> | null
}

/** An adapter on trial: the way by which clients reach its cache. */
export interface AdapterFront {
  readonly cache: Cache
  /** The target URI of a path, as the cache knows it. */
  urlOf(path: string): string
  /**
   * Asks as a client does. Resolves when the head is there; rejects where the client is given an error in place of a
   * response, and when it has left.
   */
  open(path: string, ask?: AdapterAsk): Promise<AdapterAnswer>
  close(): MaybePromise<void>
}

/** What stands behind the adapter: one origin, for whoever sends requests to a server, or calls a handler. */
export interface AdapterOrigin {
  /** Where it listens, on this machine; without a path. */
  readonly url: string
  /** The same for a server, or a framework, of one's own on `node:http`. */
  readonly listener: RequestListener
  /** The same as a handler of the Fetch standard. */
  readonly handler: (request: Request) => Promise<Response>
}

/** What goes to the adapter's cache as it is. */
export interface AdapterCacheOptions extends Omit<CacheOptions, 'backend' | 'clock'> {
  /** It stands still until a case puts it forward. */
  readonly clock: Clock
}

/** Puts an empty cache with these options before the origin. */
export type StartAdapter = (origin: AdapterOrigin, options: AdapterCacheOptions) => MaybePromise<AdapterFront>
