import type { CacheOptions } from '@cachechart/core'
import type { Front } from '../../fixtures/front.ts'
import type { VirtualClock } from '../../fixtures/virtual-clock.ts'
import type { ScriptedOrigin } from '../origin/scripted-origin.ts'

/** What every adapter takes alike. */
interface AdapterOptions extends Omit<CacheOptions, 'backend' | 'clock'> {
  readonly clock: VirtualClock
}

/** A way by which clients reach a cache before the scripted origin. */
export interface AdapterFront extends Front {
  /** The target URI of a path, as the cache knows it. */
  urlOf(path: string): string
}

/** Puts an empty cache before the origin. */
export type StartFront = (origin: ScriptedOrigin, options: AdapterOptions) => Promise<AdapterFront>
