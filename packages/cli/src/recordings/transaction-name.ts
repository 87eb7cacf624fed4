import type { CacheRecord } from '@cachechart/core'
import { InvalidArgumentError } from 'commander'

/** Which transaction of a recording is meant. */
export interface TransactionName {
  readonly id: number
  /** Of which cache, where several are recorded. */
  readonly run?: string
}

/** `12`, or with the run of its cache `6f1c…:12`. @throws InvalidArgumentError */
export function parseTransactionName(text: string): TransactionName {
  const [, run, id = ''] = /^(?:(.+):)?(\d{1,15})$/s.exec(text) ?? []
  if (id === '')
    throw new InvalidArgumentError(
      'It is the number of a transaction, or run:number where several caches are recorded.',
    )
  return { id: Number(id), ...(run === undefined ? {} : { run }) }
}

/** As many as were named. @throws InvalidArgumentError */
export const collectTransactionName = (
  text: string,
  before: readonly TransactionName[] = [],
): readonly TransactionName[] => [...before, parseTransactionName(text)]

/** Whether a record tells of a transaction of this number, or of a flight that it leads; or of whose records follow. */
export function isRecordOf(record: CacheRecord, id: number): boolean {
  switch (record.kind) {
    case 'start':
      return true
    case 'begin':
    case 'step':
      return record.id === id
    case 'flight':
      return record.leader === id
    case 'loss':
      return false
  }
}
