import type { BytesSample } from '../bytes-comparison.ts'
import { endProcess, forkProcess, messageFrom, type ForkOptions } from './fork-process.ts'
import type { Weight } from './weight.ts'

/** Fills what is called so in `contenders/holdings.ts` in a fresh process, and weighs it. */
export async function measureHolding(
  name: string,
  argument: string,
  options?: ForkOptions,
): Promise<BytesSample> {
  const child = forkProcess('hold.ts', [name, argument], options)
  try {
    const { count, held, given } = await messageFrom<Weight>(child)
    return { beyond: (held - given) / count, held: held / count }
  } finally {
    await endProcess(child)
  }
}
