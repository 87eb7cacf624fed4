import { fakeStore, memoryLease, type FakeStore, type MemoryLease } from '@cachechart/core/testing'
import { setUpFront, type Stage } from '../../adapters/stage.ts'
import { HoldingStore } from '../../cancellation/holding-store.ts'
import { optionsFor } from './scene-options.ts'
import type { Scene } from './scene.ts'
import type { SocketFrontName } from './socket-front-name.ts'
import { socketFronts } from './socket-fronts.ts'
import { Transcript } from './transcript.ts'

/** A cache behind sockets, with a store that a test holds back or breaks, and all that its machines tell. */
export interface SocketStage {
  readonly stage: Stage
  /** Holds answers back. */
  readonly holding: HoldingStore
  /** Breaks them. */
  readonly breaking: FakeStore
  /** What other processes ask as well, where the scene has any. */
  readonly lease: MemoryLease
  readonly transcript: Transcript
}

export async function socketStage(name: SocketFrontName, scene: Scene): Promise<SocketStage> {
  const holding = new HoldingStore()
  const breaking = fakeStore({ store: holding, chunkBytes: 6 })
  const lease = memoryLease()
  const transcript = new Transcript()
  const stage = await setUpFront(socketFronts[name].start, {
    ...optionsFor(scene),
    store: breaking,
    ...(scene.lease === 'none' ? {} : { lease }),
    onTransition: transcript.onTransition,
    onFlightTransition: transcript.onFlightTransition,
    onTolerated: transcript.onTolerated,
  })
  return { stage, holding, breaking, lease, transcript }
}
