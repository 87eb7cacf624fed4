/** What a near tier is told of changes that others make. No call may throw. */
export interface InvalidationListener {
  /** What is stored for the keys of this tag has changed, or may have. */
  invalidate(tag: string): void
  /** Anything may have changed. */
  invalidateAll(): void
  /** From now on changes may be missed. A source that was never `restored` counts as lost. */
  lost(): void
  /** From now on no change is missed. What happened before may have been. */
  restored(): void
}

/** Where a near tier learns what others change in the far tier. */
export interface NearTierInvalidations {
  /** The tag by which changes of a key are told. Several keys may share one. */
  tagOf(key: string): string
  /** Begins to tell; the result ends it. Called once. */
  start(listener: InvalidationListener): () => void
}
