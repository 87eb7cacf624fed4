import type { SoakRecord } from '../verdict/soak-record.ts'
import type { Flap } from './flapping.ts'
import type { LeftOver } from './left-over.ts'

/** All that was seen of gateways that share a server. */
export interface FleetRecord {
  readonly members: readonly SoakRecord[]
  readonly flaps: Readonly<Record<Flap, number>>
  /** On the server, when all gateways had finished. */
  readonly leftOver: LeftOver
}
