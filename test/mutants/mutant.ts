/** One change of a source file: a text that stands there once, and what stands there instead. */
export interface Edit {
  /** Below `packages/core/src`. */
  readonly file: string
  readonly from: string
  readonly to: string
}

/** A defect that somebody might bring in, or has, elsewhere. The exploration has to find it. */
export interface Mutant {
  /** What the cache does then. */
  readonly name: string
  /** Where it was seen in public: a document that the project began from, or another project's report. */
  readonly seenAs?: string
  /** How many clients it takes for it to show. Default 2. */
  readonly clients?: 1 | 3
  /** It breaks no promise, and `lintMachine` finds it: nothing is explored. */
  readonly shows?: 'statically'
  readonly edits: readonly Edit[]
}
