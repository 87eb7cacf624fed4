import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { Mutant } from '../mutants/mutant.ts'

/** What has caught a mutant. */
export interface Capture {
  /** The rules of `lintMachine` that its machines break. */
  readonly lint: readonly string[]
  readonly clients: number
  /** The invariant that does not hold, what is wrong, and after how many steps; absent where nothing was found. */
  readonly invariant?: string
  readonly what?: string
  readonly steps?: number
}

const program = fileURLToPath(new URL('../mutants/run-mutant.ts', import.meta.url))
const nodeOptions = ['--conditions=source', '--disable-warning=ExperimentalWarning']

/** One mutant, in a process of its own. Rejects when it cannot be made: its text is not there any more. */
export const runMutant = async ({ name }: Mutant): Promise<Capture> => {
  const { stdout } = await promisify(execFile)(process.execPath, [...nodeOptions, program, name])
  return JSON.parse(stdout) as Capture // what run-mutant prints
}

/** As many at a time as there are cores on the smallest machines. */
const together = 2

/** All of them, in order; told of each as it ends. */
export const runMutants = async (
  mutants: readonly Mutant[],
  onEnd: (mutant: Mutant, capture: Capture) => void,
): Promise<ReadonlyMap<Mutant, Capture>> => {
  const captures = new Map<Mutant, Capture>()
  const queue = mutants.values()
  const work = async (): Promise<void> => {
    for (const mutant of queue) {
      const capture = await runMutant(mutant)
      captures.set(mutant, capture)
      onEnd(mutant, capture)
    }
  }
  await Promise.all(Array.from({ length: together }, work))
  return captures
}
