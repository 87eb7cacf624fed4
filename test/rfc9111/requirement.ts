/** The key words of BCP 14. `none`: a sentence that says what to do without one; such sentences are chosen, not counted out. */
export const levels = ['MUST', 'MUST NOT', 'SHOULD', 'SHOULD NOT', 'MAY', 'OPTIONAL', 'none'] as const

export type Level = (typeof levels)[number]

/** What this cache does about a requirement. */
export const answers = ['yes', 'no', 'used', 'not used', 'not ours'] as const

/** The function that decides: a file of the repository, and a name that it defines. */
type Decision = `packages/${string}.ts#${string}`

/**
 * What shows it: a test file and titles, or rows of its tables, each as it stands there; or a test of the conformance suite
 * (`http-cache-tests › id`) that both kinds of cache pass, or the one of which it is asked.
 */
type Evidence = `${string} › ${string}`

/** A sentence of an RFC. */
interface Statement {
  /**
   * The section and, behind the hyphen, which of its key words it is, counted from 1 in the order of the text. Where there is
   * no key word it is a letter.
   */
  readonly id: `${string}-${string}`
  readonly level: Level
  /** Who is to do it, in the words of the RFC. */
  readonly of: string
  /** At most 25 words, word by word; what is left out in between is `[…]`. */
  readonly quote: string
  /** What the answer leaves unsaid. */
  readonly note?: string
}

/** Obeyed, or permitted and made use of. */
interface Obeyed extends Statement {
  readonly answer: 'yes' | 'used'
  readonly decided: readonly Decision[]
  readonly shown: readonly Evidence[]
  /** The number of the decision that speaks of an exception, described in `note`. */
  readonly adr?: string
}

/** Not obeyed: the decision says why. */
interface Refused extends Statement {
  readonly answer: 'no'
  readonly adr: string
  readonly note: string
  readonly decided?: readonly Decision[]
  readonly shown?: readonly Evidence[]
}

/** Permitted, and no use is made of it; or a requirement on somebody else, or on a cache of another kind. */
interface Idle extends Statement {
  readonly answer: 'not used' | 'not ours'
  readonly note: string
  readonly shown?: readonly Evidence[]
}

/** A requirement and what this cache does about it. */
export type Requirement = Obeyed | Refused | Idle

/** The requirements of a document, in the order of its text. */
export interface Document {
  readonly rfc: number
  readonly title: string
  readonly requirements: readonly Requirement[]
}

/** The section that a requirement stands in: `4.2.3`. */
export const sectionOf = ({ id }: Requirement): string => id.slice(0, id.indexOf('-'))
