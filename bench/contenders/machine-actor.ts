import { transactionEffects, transactionMachine } from '@cachechart/core'
import { createActor } from 'xstate'
import { transactionPath } from './transaction-paths.ts'
import type { CreateWork } from './work.ts'

/** XState's own interpreter: an actor for each transaction, started, told of each event, its effects carried out. */
export const machineActor: CreateWork = (path) => {
  const events = transactionPath(path)
  let effects = 0
  const order = (): void => {
    effects += 1
  }
  const actions = Object.fromEntries(transactionEffects.map((effect) => [effect, order]))
  const machine = transactionMachine.provide({ actions })
  return {
    run(count) {
      for (let done = 0; done < count; done += 1) {
        const actor = createActor(machine).start()
        for (const event of events) actor.send(event)
      }
      if (effects === 0) throw new Error('nothing was ordered')
    },
  }
}
