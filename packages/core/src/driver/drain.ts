import type { Millis } from '../http/units.ts'
import type { Environment } from './environment.ts'
import { hasNoClient } from './follow.ts'
import type { TransactionRun } from './transaction-run.ts'

type Work = Pick<Environment, 'open' | 'relays' | 'changes'>

const isIdle = ({ open, relays, changes }: Work): boolean =>
  open.size === 0 && relays.size === 0 && changes.size === 0

/** Those who wait for the moment in which nothing is left to do. */
export class IdleWatch {
  #waiting: (() => void)[] = []

  noteEnd(work: Work): void {
    if (this.#waiting.length === 0 || !isIdle(work)) return
    const waiting = this.#waiting
    this.#waiting = []
    for (const tell of waiting) tell()
  }

  idle(work: Work): Promise<void> {
    if (isIdle(work)) return Promise.resolve()
    return new Promise((resolve) => {
      this.#waiting.push(resolve)
    })
  }
}

/** Waits until no work is left, but no longer than the timeout; then stops all that no client waits for. */
export const drain = async (
  environment: Environment,
  idle: IdleWatch,
  limits: { readonly timeout?: Millis } = {},
): Promise<{ stopped: number }> => {
  const { clock } = environment
  let timer: unknown
  let late = false
  const timeout = new Promise<void>((resolve) => {
    timer = clock.setTimer(() => {
      late = true
      resolve()
    }, limits.timeout ?? 30_000)
  })
  await Promise.race([idle.idle(environment), timeout])
  clock.clearTimer(timer)
  return { stopped: late ? stopUnwanted(environment) : 0 }
}

/** A fetch for which others wait is wanted, though its own client has left or it never had one. */
const isUnwanted = ({ flight }: TransactionRun): boolean => flight === undefined || flight.followers === 0

const stopUnwanted = ({ open, relays }: Environment): number => {
  const detached = open.toArray().filter((run) => hasNoClient(run) && isUnwanted(run))
  for (const run of detached) run.feed({ type: 'stop' })
  const commits = relays.toArray().filter((run) => run.relay?.hasReader === false && isUnwanted(run))
  for (const { relay } of commits) relay?.stop()
  return detached.length + commits.length
}
