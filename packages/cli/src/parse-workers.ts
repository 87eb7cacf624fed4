import { availableParallelism } from 'node:os'
import { InvalidArgumentError } from 'commander'

/** A number of processes; `auto` is one for each core that this process may use. @throws InvalidArgumentError */
export function parseWorkers(text: string): number {
  if (text === 'auto') return availableParallelism()
  const workers = /^\d{1,3}$/.test(text) ? Number(text) : 0
  if (workers < 1) throw new InvalidArgumentError('It is a number of processes from 1 to 999, or auto.')
  return workers
}
