import { MisuseError } from '@cachechart/core'
import { problemOfError } from './problem-of-error.ts'
import type { Problem } from './problem.ts'

/** The answer to a purge that failed. What made no sense is told to whoever asked for it. */
export function problemOfPurge(error: unknown): Problem {
  if (error instanceof MisuseError) return { status: 400, code: error.code, detail: error.message }
  return problemOfError(error)
}
