import type { RequestShape } from '../load/load.ts'

/** What is asked of a server contender. */
export interface ServerTrial {
  /** Its name in `contenders/servings.ts`. */
  readonly server: string
  readonly path: string
  readonly connections: number
  /** Anything but a plain GET that is answered with 200. */
  readonly request?: RequestShape
  /** `waves` sends on all connections at once, to a path of its own each time if the path ends in a slash. */
  readonly rhythm?: 'free' | 'waves'
  /** Makes the server's argument from the origin's URL. */
  readonly argument: (origin: string) => string | Promise<string>
  /**
   * What share of the requests the origin has to see; anything else was not what is to be measured. `some` is at least one,
   * `one a wave` is exactly that.
   */
  readonly forwarded: 'all' | 'none' | 'some' | 'one a wave'
  /** Looks at the server once, when it has started: whether it answers what it should. */
  readonly verify?: (url: string) => Promise<void>
}

/** Whether the origin saw as many requests as it had to. */
export function isForwardedRightly(
  forwarded: ServerTrial['forwarded'],
  counts: { readonly seen: number; readonly requests: number; readonly waves: number },
): boolean {
  switch (forwarded) {
    case 'none':
      return counts.seen === 0
    case 'all':
      return counts.seen >= counts.requests
    case 'some':
      return counts.seen > 0
    case 'one a wave':
      return counts.seen === counts.waves
  }
}
