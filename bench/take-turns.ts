import type { Pace, Running } from './comparison.ts'
import { alternatingOrder } from './statistics/alternating-order.ts'

/** What each contender's turns brought, by its name; what is at the same index was taken one right after the other. */
export type Taken<Sample> = ReadonlyMap<string, readonly Sample[]>

/** How often everyone starts anew, and who is told before each round. */
export interface CollectOptions {
  readonly rounds: number
  readonly onRound: (round: number) => void
}

/** A contender that is ready for its turn. */
export interface Ready<Process> {
  readonly name: string
  readonly process: Process
}

/** Who takes turns at what. */
export interface Plan<Process extends Running, Sample> {
  readonly contenders: readonly { readonly name: string; start(): Promise<Process> }[]
  readonly pace: Pace
  /** Is told when all of a round are warm, before the first turn. */
  readonly onWarm?: (ready: readonly Ready<Process>[]) => Promise<void>
  readonly measure: (process: Process) => Promise<Sample>
}

/**
 * Measures all contenders. In each round they start anew, get warm one after the other, and then take turns in short
 * slices: what disturbs the machine for longer than that disturbs all of them.
 */
export async function takeTurns<Process extends Running, Sample>(
  plan: Plan<Process, Sample>,
  { rounds, onRound }: CollectOptions,
): Promise<Taken<Sample>> {
  const samples = new Map(plan.contenders.map(({ name }): [string, Sample[]] => [name, []]))
  for (const [round, contenders] of alternatingOrder(plan.contenders, rounds).entries()) {
    onRound(round)
    const turns = await runRound({ ...plan, contenders })
    for (const { name, sample } of turns) samples.get(name)?.push(sample)
  }
  return samples
}

async function runRound<Process extends Running, Sample>(
  plan: Plan<Process, Sample>,
): Promise<{ readonly name: string; readonly sample: Sample }[]> {
  const ready: Ready<Process>[] = []
  try {
    for (const contender of plan.contenders) {
      const process = await contender.start()
      ready.push({ name: contender.name, process })
      await process.warmUp(plan.pace.warmUp)
    }
    await plan.onWarm?.(ready)
    const turns = []
    for (const { name, process } of alternatingOrder(ready, plan.pace.slices).flat()) {
      turns.push({ name, sample: await plan.measure(process) })
    }
    return turns
  } finally {
    await Promise.all(ready.map(({ process }) => process.end()))
  }
}
