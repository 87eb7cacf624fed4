import type { CacheOptions, Clock } from '@cachechart/core'
import type { Front } from '../../fixtures/front.ts'
import type { ScriptedOrigin } from '../origin/scripted-origin.ts'

/** What every adapter takes alike. */
interface AdapterOptions extends Omit<CacheOptions, 'backend' | 'clock'> {
  readonly clock: Clock
}

/** A way by which clients reach a cache before the scripted origin. */
export interface AdapterFront extends Front {
  /** The target URI of a path, as the cache knows it. */
  urlOf(path: string): string
}

/** Puts an empty cache before the origin. */
export type StartFront = (
  origin: Pick<ScriptedOrigin, 'listener' | 'handler'>,
  options: AdapterOptions,
) => Promise<AdapterFront>
