/** Names under which Mermaid knows states: letters, digits and `_`, each once, none with a meaning of its own. */
export function mermaidIds(states: readonly string[]): ReadonlyMap<string, string> {
  const ids = new Map<string, string>()
  const taken = new Set<string>()
  for (const state of states) {
    const plain = state.replace(/[^A-Za-z0-9_]/g, '_')
    const wanted = hasMeaning(plain) ? `${plain}_state` : plain
    let id = wanted
    for (let number = 2; taken.has(id); number += 1) id = `${wanted}_${number}`
    taken.add(id)
    ids.set(state, id)
  }
  return ids
}

const hasMeaning = (id: string): boolean => keywords.has(id.toLowerCase()) || ownMarks.test(id)

const keywords = new Set(
  'acctitle accdescr as class classdef click default end href note root scale state statediagram style'.split(
    ' ',
  ),
)

/** Mermaid names the marks of beginning and end after the state that they are in: `root_start`. */
const ownMarks = /_(start|end)$/
