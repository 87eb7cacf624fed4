import { compile, step, transactionMachine } from '@cachechart/core'
import { transactionPath } from './transaction-paths.ts'
import type { CreateWork } from './work.ts'

/** The compiled table: a step for each event, and its effects looked at. */
export const machineTable: CreateWork = (path) => {
  const events = transactionPath(path)
  const { initial } = compile(transactionMachine)
  let effects = 0
  return {
    run(count) {
      for (let done = 0; done < count; done += 1) {
        let state = initial
        for (const { type } of events) {
          const edge = step(state, type)
          effects += edge.effects.length
          state = edge.target
        }
      }
      if (effects === 0) throw new Error('nothing was ordered')
    },
  }
}
