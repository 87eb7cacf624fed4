import { advance } from '../engine/advance.ts'
import type { Input } from '../engine/input.ts'
import type { RecordedStep } from '../engine/record.ts'
import { IllegalEventError } from '../engine/step.ts'
import type { Transaction } from '../engine/transaction.ts'
import { compareStep, wasIllegal, type Deviation } from './compare-step.ts'

/** What came of a step that was made again. `broken`: as it was recorded, the event was illegal, and nothing follows. */
export type SteppedAgain = 'agrees' | 'broken' | Deviation

/** Tells the transaction what it was told then, and compares what it does with what it did. */
export const stepAgain = (transaction: Transaction, record: RecordedStep): SteppedAgain => {
  const from = transaction.state.name
  if (record.from !== from) return { what: 'from', expected: record.from, seen: from }
  if (record.requestTime !== undefined) transaction.requestTime = record.requestTime
  if (record.storage !== undefined) transaction.storage = record.storage
  const input: Input = record.input // what is written down of an error is one, too
  try {
    const { verdict, edge } = advance(transaction, input, record.at)
    const seen = { event: verdict.type, from, to: edge.target.name, effects: edge.effects }
    return compareStep(record, seen) ?? 'agrees'
  } catch (error) {
    return error instanceof IllegalEventError ? illegalAgain(record, error) : refusedInput(record, error)
  }
}

const illegalAgain = (record: RecordedStep, { event, message }: IllegalEventError): SteppedAgain => {
  if (record.event !== event) return { what: 'event', expected: record.event, seen: event }
  if (wasIllegal(record)) return 'broken'
  return { what: 'illegal', expected: `event "${event}" leads to state "${record.to}"`, seen: message }
}

/** Policy throws for what cannot have been, such as an answer to what was not asked. */
const refusedInput = ({ input }: RecordedStep, error: unknown): Deviation => ({
  what: 'input',
  expected: input.type,
  seen: (error as Error).message, // our own code throws nothing else
})
