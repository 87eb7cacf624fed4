/** For each aspect of what has to be so before a path can be walked: what it may be, the simplest first. */
const aspects = {
  /**
   * What the cache holds for the key. `refreshable`: stale within stale-while-revalidate; `maskable`: stale within
   * stale-if-error; `both`: within the two of them; `stale`: neither; `marked`: only that an uncacheable reply was there.
   */
  stored: ['nothing', 'fresh', 'refreshable', 'both', 'maskable', 'stale', 'part', 'marked'],
  /** What is asked; `background`: what a client is served stale, and the transaction is the refresh. */
  request: ['plain', 'bypass', 'write', 'head', 'onlyStored', 'impossible', 'background'],
  /** How the store meets the lookup. */
  lookup: ['answered', 'held', 'broken'],
  onStoreFailure: ['pass', 'fail'],
  /**
   * What the lease server says. `none`: nobody shares the store, and no lease is asked for; `taken`: another process has it;
   * `silent`: nothing.
   */
  lease: ['none', 'granted', 'taken', 'failing', 'silent'],
  /** Who has come before: one that leads a fetch for the same, or one whose refresh is under way. */
  company: ['alone', 'leader', 'refresher'],
  onTimeout: ['stale', 'pass', 'fail'],
  /** What becomes of the fetch when its client leaves. */
  leaving: ['finish', 'stop'],
  /** The same, while the body is on its way. */
  reading: ['finish', 'stop'],
  /** What becomes of it when nobody but a follower is left, who leaves. */
  following: ['stop', 'finish'],
  /** Whether the whole transaction has a deadline, and in which state it passes. */
  limit: ['none', 'attached', 'delivering', 'lease'],
  /** Whether the body comes to its end without more ado. */
  body: ['whole', 'held'],
} as const

type Aspects = typeof aspects

/** All that has to be so before a path can be walked. */
export type Scene = { readonly [Aspect in keyof Aspects]: Aspects[Aspect][number] }

/** What a step of a path allows; what it does not name may be anything. */
export type Allowed = { readonly [Aspect in keyof Scene]?: readonly Scene[Aspect][] }

/** The simplest scene that every step of a path allows; `undefined` where two of them contradict each other. */
export function sceneFor(steps: readonly Allowed[]): Scene | undefined {
  const choices = Object.entries(aspects).map(([aspect, values]): readonly [string, string | undefined] => [
    aspect,
    values.find((value) => steps.every((step) => isAllowed(step, aspect, value))),
  ])
  // One entry for each aspect, with a value of that aspect.
  return choices.every(([, value]) => value !== undefined)
    ? (Object.fromEntries(choices) as Scene)
    : undefined
}

function isAllowed(step: Allowed, aspect: string, value: string): boolean {
  const allowed: Readonly<Record<string, readonly string[] | undefined>> = step
  return allowed[aspect]?.includes(value) ?? true
}
