import { endProcess, forkProcess, messageFrom } from '../processes/fork-process.ts'
import type { Order, Yield } from './load.ts'

/** Presses with a process of our own. */
export async function pressWithSockets(order: Order): Promise<Yield> {
  const child = forkProcess('press.ts', [JSON.stringify(order)])
  try {
    return await messageFrom<Yield>(child)
  } finally {
    await endProcess(child)
  }
}
