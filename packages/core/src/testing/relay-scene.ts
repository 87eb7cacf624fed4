import { BodyRelay } from '../driver/body-relay.ts'
import type { RelayOptions } from '../driver/relay-options.ts'
import { RelayReader } from '../driver/relay-reader.ts'
import type { ReaderPlace } from '../driver/relay-readers.ts'
import type { Body } from '../ports/body.ts'
import type { StoreWriter } from '../ports/store.ts'
import { relayLimits } from './relay-limits.ts'
import { fakeBody, type FakeBody } from './fake-body.ts'
import { fakeClock, type FakeClock } from './fake-clock.ts'

/** A client of a relay, and what became of its delivery. */
export interface RelayClient {
  readonly reader: RelayReader
  /** What its listener was told, in order. */
  readonly told: unknown[]
  /** Takes so many chunks, as text. */
  take(chunks: number): Promise<string>
}

/** A relay between a source, a store and clients that a test commands. */
export interface RelayScene {
  readonly relay: BodyRelay
  readonly source: FakeBody
  readonly clock: FakeClock
  /** What was asked of writer and source, in order. */
  readonly log: string[]
  /** With what the relay ended: one item, once it has. */
  readonly ends: unknown[]
  readonly failures: unknown[]
  /** Why the writer was gone. */
  readonly gone: string[]
  readonly join: (place: ReaderPlace) => RelayClient
}

/** The parts of a scene that a test replaces. */
export interface RelayScript extends Partial<
  Pick<
    RelayOptions,
    | 'behind'
    | 'storeDeadline'
    | 'window'
    | 'expected'
    | 'storedBefore'
    | 'onReaderLeft'
    | 'reopen'
    | 'onSourceEnd'
  >
> {
  /** `null`: the body is not stored. */
  readonly writer?: Partial<StoreWriter> | null
  /** A body that came at once, instead of the source. */
  readonly whole?: Uint8Array
}

/** Sets the scene. The relay is not started; its owner commits whatever comes to its end. */
export const relayScene = (script: RelayScript = {}): RelayScene => {
  const { writer, whole, ...options } = script
  const clock = fakeClock()
  const source = fakeBody()
  const told = { log: [] as string[], ends: [] as unknown[], failures: [] as unknown[], gone: [] as string[] }
  const relay: BodyRelay = new BodyRelay(whole ?? source, {
    clock,
    idle: 60_000,
    ...relayLimits(clock),
    window: 8,
    expected: undefined,
    stopSource: () => void told.log.push('stop source'),
    onWriteFailure: (error) => void told.failures.push(error),
    onWriterGone: (why) => void told.gone.push(why),
    onSourceEnd: () => {
      relay.commit()
    },
    onEnd: (failure) => void told.ends.push(failure),
    reopen: () => undefined,
    ...options,
  })
  if (writer !== null) relay.storeWith(loggedWriter(told.log, writer))
  const join = (place: ReaderPlace): RelayClient => joinRelay(relay, place)
  return { relay, source, clock, join, ...told }
}

/** A started relay with a leader, a follower, and a window of 8 bytes. */
export const sharedRelay = (script: RelayScript = {}) => {
  const scene = relayScene(script)
  const leader = scene.join('leader')
  const follower = scene.join('follower')
  scene.relay.start()
  return { ...scene, leader, follower }
}

/** Sends the chunks, and waits until they have gone where they can go. */
export const send = async ({ source }: Pick<RelayScene, 'source'>, ...chunks: string[]): Promise<void> => {
  for (const chunk of chunks) source.push(chunk)
  await settled()
}

/** All microtasks, and with them all promises that are settled. */
export const settled = async (turns = 30): Promise<void> => {
  for (let turn = 0; turn < turns; turn += 1) await Promise.resolve()
}

/** A promise that the test settles. */
export const deferred = <Value>() => {
  let resolve: (value: Value) => void = () => {}
  const promise = new Promise<Value>((take) => (resolve = take))
  return { promise, resolve }
}

/** A writer that tells what is asked of it, and answers at once where it is not told how. */
export const loggedWriter = (log: string[], writer: Partial<StoreWriter> = {}): StoreWriter => ({
  write: (chunk) => {
    log.push(`write ${chunk.length}`)
    return writer.write?.(chunk) ?? 'accepted'
  },
  commit: () => {
    log.push('commit')
    return writer.commit?.() ?? 'stored'
  },
  abort: () => {
    log.push('abort')
    writer.abort?.()
  },
})

/** A body whose store has it at hand. */
export const bodyAtHand = (bytes: Uint8Array): Body => ({
  bytes,
  length: bytes.length,
  cancel: () => {},
  async *[Symbol.asyncIterator]() {
    yield bytes
  },
})

const joinRelay = (relay: BodyRelay, place: ReaderPlace): RelayClient => {
  const told: unknown[] = []
  const reader: RelayReader = new RelayReader(undefined, {
    done: () => told.push('done'),
    failed: (error) => {
      told.push(error)
      relay.dropReader(reader)
    },
    left: () => {
      told.push('left')
      relay.dropReader(reader)
    },
  })
  relay.readBy(reader, place)
  return { reader, told, take: (chunks) => take(reader, chunks) }
}

/** What ends before so many chunks were taken ends in a full stop. */
const take = async (reader: RelayReader, chunks: number): Promise<string> => {
  let text = ''
  for (let count = 0; count < chunks; count += 1) {
    const { done, value } = await reader.next()
    if (done === true) return `${text}.`
    text += new TextDecoder().decode(value)
  }
  return text
}
