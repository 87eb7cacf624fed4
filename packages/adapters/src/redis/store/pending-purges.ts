import type { Millis, PurgeChange, PurgeSelector, StoredResponse } from '@cachechart/core'
import type { FoundVariant } from './read-variants.ts'

/** A purge of this process that is not done yet. */
interface PendingPurge {
  readonly selector: PurgeSelector
  readonly change: PurgeChange
  readonly numbered: PromiseWithResolvers<void>
  readonly done: PromiseWithResolvers<void>
  number: number | undefined
}

/** Whether a purge is about this response, of a key that it is about. */
export function isSelected(selector: PurgeSelector, { surrogateKeys, url }: StoredResponse): boolean {
  switch (selector.type) {
    case 'surrogateKey':
      return surrogateKeys.includes(selector.surrogateKey)
    case 'url':
      return url === selector.url
    case 'key':
    case 'all':
      return true
  }
}

/** The purges that were asked for before something else was. */
export interface EarlierPurges {
  /** Waits until they have their numbers. The answer makes of a variant what they make of it. */
  view(): Promise<(variant: FoundVariant) => FoundVariant | undefined>
  /** Waits until they are done, but no longer than so. */
  done(patience: Millis): Promise<'done' | 'under way'>
}

const none: EarlierPurges = {
  view: () => Promise.resolve((variant) => variant),
  done: () => Promise.resolve('done'),
}

/**
 * The purges of many keys that are under way here. They take a while; what is asked for after them in this process has to see
 * them as done.
 */
export class PendingPurges {
  readonly #purges = new Set<PendingPurge>()

  /** A purge begins; `number` has to be told, and its end. */
  begin(selector: PurgeSelector, change: PurgeChange): { numbered(number: number): void; end(): void } {
    const [numbered, done] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
    const purge: PendingPurge = { selector, change, numbered, done, number: undefined }
    this.#purges.add(purge)
    return {
      numbered: (number) => {
        purge.number = number
        numbered.resolve()
      },
      end: () => {
        this.#purges.delete(purge)
        numbered.resolve()
        done.resolve()
      },
    }
  }

  /** Those that have begun until now. */
  begun(): EarlierPurges {
    if (this.#purges.size === 0) return none
    const purges = [...this.#purges]
    return { view: () => viewAfter(purges), done: (patience) => ended(purges, patience) }
  }
}

async function viewAfter(
  purges: readonly PendingPurge[],
): Promise<(variant: FoundVariant) => FoundVariant | undefined> {
  await Promise.all(purges.map(({ numbered }) => numbered.promise))
  return (variant) => {
    let seen: FoundVariant | undefined = variant
    for (const purge of purges) seen = seen && seenAfter(purge, seen)
    return seen
  }
}

async function ended(purges: readonly PendingPurge[], patience: Millis): Promise<'done' | 'under way'> {
  const late = Promise.withResolvers<'under way'>()
  const timer = setTimeout(() => late.resolve('under way'), patience)
  try {
    const ends = Promise.all(purges.map(({ done }) => done.promise))
    return await Promise.race([ends.then(() => 'done' as const), late.promise])
  } finally {
    clearTimeout(timer)
  }
}

function seenAfter(
  { selector, change, number }: PendingPurge,
  variant: FoundVariant,
): FoundVariant | undefined {
  const isConcerned =
    number !== undefined && variant.record.mark < number && isSelected(selector, variant.response)
  if (!isConcerned) return variant
  if (change === 'remove') return undefined
  if (variant.record.changed >= number) return variant
  try {
    return { ...variant, response: change(variant.response) }
  } catch {
    // Whoever purges is told, and what that was about stays as it is.
    return variant
  }
}
