import { endProcess, forkProcess, messageFrom } from '../processes/fork-process.ts'
import type { Order, Yield } from './load.ts'

/** Presses with a process of our own. */
export async function pressWithSockets({ port, path, connections, window }: Order): Promise<Yield> {
  const child = forkProcess('press.ts', [String(port), path, String(connections), String(window)])
  try {
    return await messageFrom<Yield>(child)
  } finally {
    await endProcess(child)
  }
}
