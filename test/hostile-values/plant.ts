import type { InspectableStore } from '@cachechart/core'

/** Another hand on what a store keeps: it reads and writes past the store. Entries are named by the path of their key. */
export interface Plant {
  readonly store: InspectableStore
  /** Resolves as soon as something is stored. */
  stored(path: string): Promise<void>
  headOf(path: string): Promise<string>
  plantHead(path: string, text: string | Buffer): Promise<void>
  /** How many values the store has not believed; without looking for more. */
  rejected(): number
  /** After the store. */
  close(): Promise<void>
}
