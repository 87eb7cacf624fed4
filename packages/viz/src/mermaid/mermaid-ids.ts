import { uniqueNames } from '../text/unique-names.ts'

/** The names under which Mermaid knows what is drawn: letters, digits and `_`, each once, none with a meaning of its own. */
export interface MermaidIds {
  /** Of a state of the diagram. */
  of(state: string): string
  /** Of something that is no state of the diagram, as near to what is wanted as can be: another one with each call. */
  next(wanted: string): string
}

/** Names for the states of a diagram, in their order. */
export function mermaidIds(states: readonly string[]): MermaidIds {
  const unique = uniqueNames((wanted, number) => `${wanted}_${number}`)
  const next = (name: string): string => {
    const plain = name.replace(/[^A-Za-z0-9_]/g, '_')
    return unique(hasMeaning(plain) ? `${plain}_state` : plain)
  }
  const ids = new Map(states.map((state) => [state, next(state)]))
  return { of: (state) => ids.get(state) ?? state, next }
}

const hasMeaning = (id: string): boolean =>
  id === '' || keywords.has(id.toLowerCase()) || ownMarks.test(id) || isMember(id)

/** What lays the picture out looks names up in plain objects, and takes `constructor` for a state that is there. */
const isMember = (id: string): boolean => id in Object.prototype

const keywords = new Set(
  'acctitle accdescr as class classdef click default end href note root scale state statediagram style'.split(
    ' ',
  ),
)

/** Mermaid names the marks of beginning and end after the state that they are in: `root_start`. */
const ownMarks = /_(start|end)$/
