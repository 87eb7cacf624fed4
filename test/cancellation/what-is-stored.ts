import { ask } from '../fixtures/front.ts'
import type { Departure } from './departure.ts'
import { whole } from './departure-replies.ts'

/** The whole, stored by one request to the origin. */
export const storedOnce = `${whole} (cachechart; hit; ttl=60), requests to the origin: 1`

/** What a client is given that comes now, and how often the origin was asked for it. */
export async function whatIsStored({ stage, reply, asked }: Departure): Promise<string> {
  if (stage.store.entries === 0) return `nothing, requests to the origin: ${asked.length}`
  const { body, headers } = await ask(stage.front, '/', { headers: reply.asked })
  return `${body.toString()} (${headers.get('cache-status')}), requests to the origin: ${asked.length}`
}
