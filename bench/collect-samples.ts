import type { Comparison, Contender, Pace, Running, Sample } from './comparison.ts'
import { alternatingOrder } from './statistics/alternating-order.ts'

/** The samples of each contender by its name; the ones at the same index were taken one right after the other. */
export type Samples = ReadonlyMap<string, readonly Sample[]>

/** How often everyone starts anew, and who is told before each round. */
export interface CollectOptions {
  readonly rounds: number
  readonly onRound: (round: number) => void
}

/**
 * Measures all contenders. In each round they start anew, get warm one after the other, and then take turns in short
 * slices: what disturbs the machine for longer than that disturbs all of them.
 */
export async function collectSamples(
  { contenders, pace }: Pick<Comparison, 'contenders' | 'pace'>,
  { rounds, onRound }: CollectOptions,
): Promise<Samples> {
  const samples = new Map(contenders.map(({ name }): [string, Sample[]] => [name, []]))
  for (const [round, order] of alternatingOrder(contenders, rounds).entries()) {
    onRound(round)
    for (const { name, sample } of await runRound(order, pace)) samples.get(name)?.push(sample)
  }
  return samples
}

interface NamedSample {
  readonly name: string
  readonly sample: Sample
}

async function runRound(contenders: readonly Contender[], pace: Pace): Promise<NamedSample[]> {
  const running: { readonly name: string; readonly process: Running }[] = []
  try {
    for (const contender of contenders) {
      const process = await contender.start()
      running.push({ name: contender.name, process })
      await process.warmUp(pace.warmUp)
    }
    const samples: NamedSample[] = []
    for (const { name, process } of alternatingOrder(running, pace.slices).flat()) {
      samples.push({ name, sample: await process.measure(pace.slice) })
    }
    return samples
  } finally {
    await Promise.all(running.map(({ process }) => process.end()))
  }
}
