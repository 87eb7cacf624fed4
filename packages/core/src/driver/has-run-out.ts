import { DeadlineError } from '../engine/engine-errors.ts'
import type { Verdict } from '../engine/verdict.ts'

/**
 * Whether a wait is given up because it took too long. That says something of whoever was asked; that the client has left, or
 * has no more time for all of it, does not.
 */
export const hasRunOut = (verdict: Verdict): boolean =>
  'error' in verdict && verdict.error instanceof DeadlineError && verdict.error.of === 'own'
