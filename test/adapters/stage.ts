import {
  memoryStore,
  type Cache,
  type CacheOptions,
  type Overrides,
  type PendingRequest,
  type Store,
} from '@cachechart/core'
import { strike } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'
import type { Ask } from '../fixtures/front.ts'
import { adapters, type AdapterName } from './adapters.ts'
import type { AdapterFront, StartFront } from './fronts/adapter-front.ts'
import { ScriptedOrigin } from './origin/scripted-origin.ts'
import { tell, type Told } from './told.ts'

/** What a scenario may ask of the cache, beside what it says to the stage. */
export type StageOptions = Partial<Omit<CacheOptions, 'backend' | 'clock' | 'overrides' | 'onSend'>>

/** What a scenario says of the requests that follow. */
interface Sayings {
  overrides: Overrides
  onSend: (pending: PendingRequest) => void
}

/** One adapter, with an empty cache, before the scripted origin. */
export class Stage {
  readonly origin: ScriptedOrigin
  readonly clock: VirtualClock
  readonly front: AdapterFront
  readonly store: Store
  /** Counts for every request from now on. */
  readonly says: Sayings

  constructor(front: AdapterFront, parts: Pick<Stage, 'origin' | 'clock' | 'says' | 'store'>) {
    this.front = front
    this.origin = parts.origin
    this.clock = parts.clock
    this.says = parts.says
    this.store = parts.store
  }

  get cache(): Cache {
    return this.front.cache
  }

  /** Asks, and reads what comes to its end. */
  ask(path = '/', ask: Ask = {}): Promise<Told> {
    return tell(this.front, path, ask)
  }

  /** What has become of a request, in a line: see `Told`. */
  async line(path = '/', ask: Ask = {}): Promise<string> {
    return (await this.ask(path, ask)).line
  }

  /** The methods and paths that the origin was asked for. */
  asked(): readonly string[] {
    return this.origin.seen.map(({ method, path }) => `${method} ${path}`)
  }

  /** What the origin was told last in a field. */
  heard(name: string): string | null {
    return this.origin.seen.at(-1)?.headers.get(name) ?? null
  }

  /** Resolves when the cache has no work left: what was to be stored is stored. */
  async settle(): Promise<void> {
    await this.cache.drain({ timeout: 0x7f_ff_ff_ff })
  }

  /** Expects that nothing is left, and closes everything. */
  strike(): Promise<void> {
    const { front, clock } = this
    return strike({ front, clock, origin: { close: () => Promise.resolve() } })
  }
}

export const setUp = (name: AdapterName, options: StageOptions = {}): Promise<Stage> =>
  setUpFront(adapters[name], options)

/** Puts an empty cache behind a front, before the scripted origin; `clock` is that of a store which ages by it, too. */
export async function setUpFront(
  start: StartFront,
  options: StageOptions = {},
  clock: VirtualClock = new VirtualClock(),
): Promise<Stage> {
  const origin = new ScriptedOrigin()
  const says: Sayings = { overrides: {}, onSend: () => undefined }
  const { store = memoryStore() } = options
  const front = await start(origin, {
    ...options,
    store,
    policy: { shared: true, ...options.policy },
    clock,
    overrides: () => says.overrides,
    onSend: (pending) => {
      says.onSend(pending)
    },
  })
  return new Stage(front, { origin, clock, says, store })
}
