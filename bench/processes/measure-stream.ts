import type { BytesSample } from '../bytes-comparison.ts'
import type { StreamPeaks } from '../contenders/stream-through-store.ts'
import { endProcess, forkProcess, messageFrom } from './fork-process.ts'

/** Streams so many mebibytes through a store in a fresh process: what it had from the system, and what V8 held of it. */
export async function measureStream(store: string, mebibytes: number): Promise<BytesSample> {
  const child = forkProcess('stream.ts', [store, String(mebibytes)])
  try {
    const { resident, held } = await messageFrom<StreamPeaks>(child)
    return { beyond: resident, held }
  } finally {
    await endProcess(child)
  }
}
