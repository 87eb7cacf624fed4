import { memoryStore, type Cache, type CacheOptions } from '@cachechart/core'
import { fakeClock } from '@cachechart/core/testing'
import { ContractOrigin } from '../contract-origin.ts'
import { ScriptedOrigin } from '../origin/scripted-origin.ts'
import type { Patience } from '../patience.ts'
import type { AdapterAnswer, AdapterAsk, AdapterFront, StartAdapter } from './adapter-front.ts'
import { expectNothingLeft } from './expect-nothing-left.ts'
import { tell, type Told } from './told.ts'

/** What a scenario may ask of the cache. */
export type ScenarioOptions = Partial<Omit<CacheOptions, 'backend' | 'clock' | 'overrides' | 'onSend'>>

/** An answer whose body can be read, be it empty. */
interface Opening extends AdapterAnswer {
  readonly body: AsyncIterable<Uint8Array>
}

/** One adapter, with an empty cache, before the scripted origin. */
export interface AdapterStage {
  readonly origin: ScriptedOrigin
  /** Puts the clock forward by so many seconds. */
  readonly clock: { pass(seconds: number): void }
  readonly front: {
    open(path: string, ask?: AdapterAsk): Promise<Opening>
    urlOf(path: string): string
  }
  readonly cache: Cache
  /** Asks, and reads what comes to its end. */
  ask(path?: string, ask?: AdapterAsk): Promise<Told>
  /** What has become of a request, in a line: see `Told`. */
  line(path?: string, ask?: AdapterAsk): Promise<string>
  /** The methods and paths that the origin was asked for. */
  asked(): readonly string[]
  /** What the origin was told last in a field. */
  heard(name: string): string | null
  /** Resolves when the cache has no work left: what was to be stored is stored. */
  settle(): Promise<void>
}

/** A whole second, as HTTP dates are: what Date says and what the clock says is then the same. */
const start = Date.UTC(2040, 0, 1)

/** Puts an adapter on the stage, lets it play, expects that nothing is left, and closes everything. */
export async function withStage<Seen>(
  startAdapter: StartAdapter,
  { options, patience }: { readonly options: ScenarioOptions; readonly patience: Patience },
  play: (stage: AdapterStage) => Promise<Seen>,
): Promise<Seen> {
  const origin = new ScriptedOrigin()
  const server = await ContractOrigin.listen()
  server.listener = origin.listener
  const clock = fakeClock(start)
  const { store = memoryStore() } = options
  try {
    const policy = { shared: true, ...options.policy }
    const { listener, handler } = origin
    const behind = { url: server.url, listener, handler }
    const front = await startAdapter(behind, { ...options, store, policy, clock })
    try {
      const seen = await patience.for('the end of the scenario', play(stageOf(front, { origin, clock })))
      await expectNothingLeft(front.cache, clock, patience)
      return seen
    } finally {
      await front.close()
    }
  } finally {
    await server.close()
  }
}

function stageOf(
  front: AdapterFront,
  { origin, clock }: { readonly origin: ScriptedOrigin; readonly clock: ReturnType<typeof fakeClock> },
): AdapterStage {
  const { cache } = front
  const open = async (path: string, ask?: AdapterAsk): Promise<Opening> => {
    const { status, headers, body } = await front.open(path, ask)
    return { status, headers, body: body ?? noBody() }
  }
  const ask = (path = '/', asked: AdapterAsk = {}): Promise<Told> => tell(() => open(path, asked))
  return {
    origin,
    clock: {
      pass: (seconds) => {
        clock.advance(seconds * 1000)
      },
    },
    front: { open, urlOf: (path) => front.urlOf(path) },
    cache,
    ask,
    line: async (path, asked) => (await ask(path, asked)).line,
    asked: () => origin.seen.map(({ method, path }) => `${method} ${path}`),
    heard: (name) => origin.seen.at(-1)?.headers.get(name) ?? null,
    settle: async () => {
      await cache.drain({ timeout: 0x7f_ff_ff_ff })
    },
  }
}

// eslint-disable-next-line require-await -- a body is read asynchronously, wherever it comes from
async function* noBody(): AsyncGenerator<Uint8Array> {
  yield* []
}
