/** What a request comes upon, for the cache and for the seed's machine alike. */
export interface Scene {
  /** `fresh` is usable; `revalidating` is, and obliges; `masking` may stand in for an error. Default: nothing is stored. */
  readonly stored?: 'fresh' | 'revalidating' | 'masking'
  /** A request that the cache has nothing to do with. */
  readonly way?: 'direct'
  /** The client wants only a part of it. */
  readonly wants?: 'part'
  /** What fails, of all that otherwise works. */
  readonly failing?: readonly ('lookup' | 'beforeSend' | 'origin' | 'commit' | 'standIn')[]
}

/** What its client gets. Errors by who failed, the first one first. */
export interface Ending {
  readonly type: 'response' | 'error'
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
  readonly errors: readonly string[]
}

/** Plays a scene with a request whose header operations are these. */
export type Subject = (scene: Scene) => Promise<Ending>

export const operations = [
  ['x-any', 'any'],
  ['x-response', 'response'],
  ['x-error', 'error'],
] as const
