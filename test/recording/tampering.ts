import {
  compile,
  transactionEffects,
  transactionEvents,
  transactionMachine,
  type CacheRecord,
  type RecordedStep,
} from '@cachechart/core'
import type { Chance } from './traffic-requests.ts'

/** A recording in which something was changed, and the transactions that it was about. */
interface Tampered {
  readonly records: readonly CacheRecord[]
  readonly ids: readonly number[]
  /** The record that was changed, from 1; `undefined` where several follow each other otherwise. */
  readonly line?: number
}

/** The machine's own names. */
const states = [...compile(transactionMachine).states.keys()] as RecordedStep['from'][]

type Tamper = (records: readonly CacheRecord[], index: number, chance: Chance) => Tampered

const stepAt = (records: readonly CacheRecord[], index: number): RecordedStep => {
  const record = records[index]
  if (record?.kind !== 'step') throw new TypeError(`record ${index} is no step`)
  return record
}

/** Another member of the step. */
const changing =
  (change: (step: RecordedStep, chance: Chance) => Partial<RecordedStep>): Tamper =>
  (records, index, chance) => {
    const step = stepAt(records, index)
    const changed = records.with(index, { ...step, ...change(step, chance) })
    return { records: changed, ids: [step.id], line: index + 1 }
  }

const other = <Word extends string>(words: readonly Word[], word: Word, { random }: Chance): Word => {
  const others = words.filter((each) => each !== word)
  return others[Math.floor(random() * others.length)] ?? word
}

/** Of the same transaction, after this one. */
const nextOf = (records: readonly CacheRecord[], index: number): number => {
  const { id } = stepAt(records, index)
  return records.findIndex((record, at) => at > index && record.kind === 'step' && record.id === id)
}

/** What somebody may do to a step of a recording. */
export const tamperings: Readonly<Record<string, Tamper>> = {
  'another input': changing(({ input }) => ({
    input: input.type === 'bodyDone' ? { type: 'stop' } : { type: 'bodyDone' },
  })),
  'another event': changing(({ event }, chance) => ({ event: other(transactionEvents, event, chance) })),
  'another state before it': changing(({ from }, chance) => ({ from: other(states, from, chance) })),
  'another state after it': changing(({ to }, chance) => ({ to: other(states, to, chance) })),
  'an effect less': changing(({ effects }) => ({ effects: effects.slice(1) })),
  'an effect more': changing(({ effects }, { random }) => ({
    effects: [
      ...effects,
      transactionEffects[Math.floor(random() * transactionEffects.length)] ?? 'flight.open',
    ],
  })),
  'its effects in another order': changing(({ effects }) => ({ effects: effects.toReversed() })),
  'the number of nobody': (records, index) => {
    const step = stepAt(records, index)
    return { records: records.with(index, { ...step, id: 1_000_000 }), ids: [step.id, 1_000_000] }
  },
  'the number of another': (records, index, { random }) => {
    const step = stepAt(records, index)
    const ids = records.flatMap((record) =>
      record.kind === 'begin' && record.id !== step.id ? [record.id] : [],
    )
    const id = ids[Math.floor(random() * ids.length)] ?? 1_000_000
    return { records: records.with(index, { ...step, id }), ids: [step.id, id] }
  },
  'a place before the next': (records, index) => {
    const step = stepAt(records, index)
    const next = nextOf(records, index)
    return { records: records.with(index, stepAt(records, next)).with(next, step), ids: [step.id] }
  },
  'no place at all': (records, index) => ({
    records: records.toSpliced(index, 1),
    ids: [stepAt(records, index).id],
  }),
  'two places': (records, index) => {
    const step = stepAt(records, index)
    return { records: records.toSpliced(index, 0, step), ids: [step.id], line: index + 2 }
  },
}

/** Whether it can be told that the step is missing, elsewhere or there twice: it leads on, and something follows. */
export const leadsOn = (records: readonly CacheRecord[], index: number): boolean => {
  const { from, to } = stepAt(records, index)
  const next = nextOf(records, index)
  return from !== to && next >= 0 && stepAt(records, next).to !== to
}
