import type { StoredResponse } from '../http/stored-response.ts'
import { readStoredResponse } from '../stores/read-stored-response.ts'
import { storedResponseGuards, type Guards } from '../stores/stored-response-guards.ts'
import { RecordingError, type Place } from './recording-error.ts'
import { ownMember, refuse, type Reads } from './reads.ts'

const guards: readonly [string, Guards<StoredResponse>[keyof StoredResponse]][] =
  Object.entries(storedResponseGuards)

/** The head of a stored response, by the rules of the stores that keep heads where others can write. */
export const readStored: Reads<StoredResponse> = (value, place) =>
  readStoredResponse(value) ?? refuseStored(value, place)

/** Names the member that is wrong, where it is one. */
const refuseStored = (value: unknown, { line, member }: Place): never => {
  if (typeof value !== 'object' || value === null)
    return refuse(value, { line, member }, 'the head of a stored response')
  const wrong = guards.find(([name, isRight]) => !isRight(ownMember(value, name)))
  const place = wrong === undefined ? member : `${member}.${wrong[0]}`
  throw new RecordingError({ line, member: place }, 'it is not of the head of a stored response')
}
