import { transactionMachine } from '@cachechart/core'
import { initialTransition, transition } from 'xstate'
import { transactionPath } from './transaction-paths.ts'
import type { CreateWork } from './work.ts'

/** XState's pure functions: a snapshot goes in, the next one and the actions to carry out come back. */
export const machineTransition: CreateWork = (path) => {
  const events = transactionPath(path)
  let effects = 0
  return {
    run(count) {
      for (let done = 0; done < count; done += 1) {
        let [snapshot] = initialTransition(transactionMachine)
        for (const event of events) {
          const [next, actions] = transition(transactionMachine, snapshot, event)
          effects += actions.length
          snapshot = next
        }
      }
      if (effects === 0) throw new Error('nothing was ordered')
    },
  }
}
