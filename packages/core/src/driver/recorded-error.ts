import type { RecordedError } from '../engine/record.ts'
import { textOf } from './text-of.ts'

/** In UTF-16 code units. What is beyond tells nobody more, and may be as long as a body. */
const messageLength = 200
const wordLength = 100

/** What is written down of whatever was thrown. */
export const recordedError = (error: unknown): RecordedError => {
  try {
    return error instanceof Error ? ofError(error) : ofAnything(error)
  } catch {
    return { name: typeof error, message: 'it throws when it is looked at' }
  }
}

const ofAnything = (thrown: unknown): RecordedError => ({
  name: typeof thrown,
  message: textOf(thrown).slice(0, messageLength),
})

/** Others' errors say what they like; a name, a message and a code are texts. */
const ofError = (error: Error): RecordedError => {
  const name = wordOf(error.name) ?? 'Error'
  const said: unknown = error.message
  const message = textOf(said).slice(0, messageLength)
  const code = 'code' in error ? wordOf(error.code) : undefined
  return code === undefined ? { name, message } : { name, message, code }
}

const wordOf = (value: unknown): string | undefined =>
  typeof value === 'string' ? value.slice(0, wordLength) : undefined
