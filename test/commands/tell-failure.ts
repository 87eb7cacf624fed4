import type { RunDetails } from 'fast-check'
import { StoryError } from './world/story-error.ts'

/** Throws the shortest story that goes wrong, and how to hear it again. */
export const tellFailure = <Told>(details: RunDetails<Told>): void => {
  if (!details.failed) return
  const { seed, numRuns, numShrinks, counterexamplePath, errorInstance: error } = details
  const found = `found by seed ${seed} in run ${numRuns}, shrunk ${numShrinks} times; path "${counterexamplePath}"`
  if (error instanceof StoryError) throw new Error(`${error.message}\n(${found})`)
  throw new Error(`${String(error)} (${found})`, { cause: error })
}
