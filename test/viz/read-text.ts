import { withoutNote, type Reading } from './reading.ts'

/** Reads the tree as a person does: what stands at a branch is a state, what stands at an arrow is a transition. */
export function readText(text: string): Reading {
  const lines = text.split('\n')
  const find = (pattern: RegExp): string[] => lines.flatMap((line) => pattern.exec(line)?.[1] ?? [])
  return {
    states: find(/^[│ ]*[├└][─╌] (.*?)(?: {2}.*)?$/),
    labels: find(/^[│ ]*[→↺] .*? {2,}(.*)$/).map(withoutNote),
  }
}
