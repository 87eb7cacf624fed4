import { flightEffects, flightEvents, flightStates } from '../machine/flight-alphabet.ts'
import { transactionEffects, transactionEvents, transactionStates } from '../machine/transaction-alphabet.ts'
import type {
  CacheRecord,
  RecordedBegin,
  RecordedFlight,
  RecordedLoss,
  RecordedStep,
} from '../engine/record.ts'
import type { ForwardReason } from '../policy/verdicts.ts'
import { readFields } from './read-fields.ts'
import { readInput, readStorage } from './read-input.ts'
import { readStart } from './read-start.ts'
import { readStored } from './read-stored.ts'
import {
  optional,
  ownMember,
  readCount,
  readId,
  readListOf,
  readMembers,
  readOneOf,
  readOrNull,
  readText,
  readTime,
  readToken,
  refuse,
  type Members,
  type Reads,
} from './reads.ts'

const readReason: Reads<ForwardReason> = readOneOf([
  'bypass',
  'method',
  'uri-miss',
  'vary-miss',
  'miss',
  'request',
  'stale',
  'partial',
])

const rules: Members<RecordedBegin['rules']> = {
  onTimeout: readOneOf(['pass', 'stale', 'fail']),
  leaderLeaves: readOneOf(['finish', 'finishIfWanted', 'stop']),
}

const begin: Members<RecordedBegin> = {
  kind: readOneOf(['begin']),
  id: readId,
  at: readTime,
  role: readOneOf(['client', 'background']),
  method: readToken,
  url: readText,
  fields: readFields,
  key: readText,
  namedUrl: readOrNull(readText),
  mode: readOneOf([
    'default',
    'no-store',
    'reload',
    'no-cache',
    'force-cache',
    'only-if-cached',
    'fresh',
    'invalidate',
  ]),
  range: readOneOf(['kept', 'dropped']),
  rules: readMembers(rules),
  storage: optional(readStorage),
  refreshOf: optional(
    readMembers<NonNullable<RecordedBegin['refreshOf']>>({
      transaction: readId,
      stored: readOrNull(readStored),
      reason: readReason,
    }),
  ),
}

const step: Members<RecordedStep> = {
  kind: readOneOf(['step']),
  id: readId,
  at: readTime,
  input: readInput,
  event: readOneOf(transactionEvents),
  from: readOneOf(transactionStates),
  to: readOneOf(transactionStates),
  effects: readListOf(readOneOf(transactionEffects)),
  requestTime: optional(readTime),
  storage: optional(readStorage),
  leader: optional(readId),
}

const flight: Members<RecordedFlight> = {
  kind: readOneOf(['flight']),
  leader: readId,
  at: readTime,
  event: readOneOf(flightEvents),
  from: readOneOf(flightStates),
  to: readOneOf(flightStates),
  effects: readListOf(readOneOf(flightEffects)),
  follower: optional(readId),
}

const loss: Members<RecordedLoss> = { kind: readOneOf(['loss']), at: readTime, count: readCount }

type Kind = CacheRecord['kind']

const kinds: { readonly [Each in Kind]: Reads<Extract<CacheRecord, { readonly kind: Each }>> } = {
  start: readStart,
  begin: readMembers(begin),
  step: readMembers(step),
  flight: readMembers(flight),
  loss: readMembers(loss),
}

const isKind = (kind: unknown): kind is Kind => typeof kind === 'string' && Object.hasOwn(kinds, kind)

/** A record of any kind. */
export const readRecord: Reads<CacheRecord> = (value, place) => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(value, place, 'a record, which is an object')
  const kind = ownMember(value, 'kind')
  if (isKind(kind)) return kinds[kind](value, place)
  return refuse(kind, { ...place, member: 'kind' }, `one of ${Object.keys(kinds).join(', ')}`)
}
