import type { ResponseHead } from '../http/message.ts'
import type { Company } from '../engine/input.ts'
import type { RecordedError, RecordedInput } from '../engine/record.ts'
import type { StorageOverrides, StoringOverrides } from '../policy/storage-overrides.ts'
import {
  optional,
  ownMember,
  readAmount,
  readCount,
  readFlag,
  readListOf,
  readMembers,
  readOneOf,
  readOrNull,
  readText,
  readToken,
  refuse,
  type Members,
  type Reads,
} from './reads.ts'
import { readFields } from './read-fields.ts'
import { readStored } from './read-stored.ts'

/** A T, or that nothing is said. */
const said = {
  ttl: optional(readAmount),
  maxAge: optional(readAmount),
  staleWhileRevalidate: optional(readAmount),
  staleIfError: optional(readAmount),
  surrogateKeys: optional(readListOf(readText)),
  vary: optional(readListOf(readToken)),
  sensitive: optional(readFlag),
} as const satisfies Members<StorageOverrides>

export const readStorage: Reads<StorageOverrides> = readMembers<StorageOverrides>(said)

const readStoring = readMembers<StoringOverrides>({ ...said, labels: optional(readListOf(readText)) })

const readError = readMembers<RecordedError>({ name: readText, message: readText, code: optional(readText) })

const readReply = readMembers<ResponseHead>({ status: readCount, reason: readText, fields: readFields })

const company = {
  flight: readOneOf(['joinable', 'none']),
  mark: readOneOf(['none', 'miss', 'pass']),
} as const satisfies Members<Company>

/** It comes with an error, of a store perhaps that was not asked what goes on for the key. */
const perhapsCompany = { flight: optional(company.flight), mark: optional(company.mark) } as const

type InputOf<Type extends RecordedInput['type']> = Extract<RecordedInput, { readonly type: Type }>

const lease = optional(readOneOf(['wanted']))

const inputs: { readonly [Type in RecordedInput['type']]: Reads<InputOf<Type>> } = {
  request: readMembers<InputOf<'request'>>({ type: readOneOf(['request']) }),
  refresh: readMembers<InputOf<'refresh'>>({ type: readOneOf(['refresh']), lease }),
  lookup: readMembers<InputOf<'lookup'>>({
    type: readOneOf(['lookup']),
    stored: readOrNull(readStored),
    variants: readOneOf(['none', 'some']),
    refresh: readOneOf(['open', 'taken']),
    lease,
    ...company,
  }),
  lookupError: readMembers<InputOf<'lookupError'>>({
    type: readOneOf(['lookupError']),
    error: readError,
    ...perhapsCompany,
  }),
  lease: readMembers<InputOf<'lease'>>({
    type: readOneOf(['lease']),
    answer: readOneOf(['granted', 'taken', 'ended']),
  }),
  leaseError: readMembers<InputOf<'leaseError'>>({ type: readOneOf(['leaseError']), error: readError }),
  purged: readMembers<InputOf<'purged'>>({ type: readOneOf(['purged']) }),
  flightReply: readMembers<InputOf<'flightReply'>>({ type: readOneOf(['flightReply']), stored: readStored }),
  flightOver: readMembers<InputOf<'flightOver'>>({
    type: readOneOf(['flightOver']),
    outcome: readOneOf(['landed', 'woken', 'passed']),
  }),
  flightFailed: readMembers<InputOf<'flightFailed'>>({ type: readOneOf(['flightFailed']), error: readError }),
  reply: readMembers<InputOf<'reply'>>({
    type: readOneOf(['reply']),
    reply: readReply,
    overrides: optional(readStoring),
    action: optional(readOneOf(['insert', 'update', 'doNotStore', 'recordUncacheable'])),
  }),
  replyError: readMembers<InputOf<'replyError'>>({ type: readOneOf(['replyError']), error: readError }),
  deadline: readMembers<InputOf<'deadline'>>({
    type: readOneOf(['deadline']),
    after: readAmount,
    of: readOneOf(['own', 'connect', 'transaction']),
    ...perhapsCompany,
  }),
  clientGone: readMembers<InputOf<'clientGone'>>({ type: readOneOf(['clientGone']), others: readCount }),
  stop: readMembers<InputOf<'stop'>>({ type: readOneOf(['stop']) }),
  bodyDone: readMembers<InputOf<'bodyDone'>>({ type: readOneOf(['bodyDone']) }),
  bodyError: readMembers<InputOf<'bodyError'>>({ type: readOneOf(['bodyError']), error: readError }),
}

const isInputType = (type: unknown): type is RecordedInput['type'] =>
  typeof type === 'string' && Object.hasOwn(inputs, type)

/** An input as it was written down. */
export const readInput: Reads<RecordedInput> = (value, place) => {
  const type = ownMember(value, 'type')
  return isInputType(type)
    ? inputs[type](value, place)
    : refuse(type, place, 'an input of a type that is known')
}
