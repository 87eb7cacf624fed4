import { memoryStore } from '@cachechart/core'
import type { GatewayOptions } from '@cachechart/adapters/node'
import { gatewayFront, type GatewayFront } from '../fixtures/gateway-front.ts'
import { rawOrigin, type RawAnswer, type RawOrigin } from '../fixtures/raw-origin.ts'
import type { Setting } from '../fixtures/strike.ts'
import { VirtualClock } from '../fixtures/virtual-clock.ts'

/** A gateway before an origin that speaks bytes, for clients that do. */
export interface GatewayStage extends Setting {
  readonly front: GatewayFront
  readonly origin: RawOrigin
}

export async function gatewayStage(
  answer: RawAnswer,
  options: Partial<GatewayOptions> = {},
): Promise<GatewayStage> {
  const clock = new VirtualClock()
  const origin = await rawOrigin(answer)
  const front = await gatewayFront({ store: memoryStore(), origin: origin.url, ...options, clock })
  return { front, origin, clock }
}
