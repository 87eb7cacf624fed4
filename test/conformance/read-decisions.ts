import { readdirSync } from 'node:fs'

/** The folder of the decisions, one page each. */
export const decisionsFolder = new URL('../../docs/adr/', import.meta.url)

/** The files of the decisions by number. */
export function readDecisions(): ReadonlyMap<string, string> {
  return new Map(
    readdirSync(decisionsFolder)
      .filter((name) => /^\d{4}-/.test(name))
      .map((name) => [name.slice(0, 4), name]),
  )
}
