import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'

interface MermaidActor {
  readonly name: string
  readonly description: string
}

interface MermaidMessage {
  readonly from: string
  readonly to: string
  readonly message: string
  /** 2 is a note. */
  readonly type: number
}

interface Mermaid {
  parse(text: string): Promise<unknown>
  readonly mermaidAPI: {
    getDiagramFromText(text: string): Promise<{
      readonly db: { getActors(): Map<string, MermaidActor>; getMessages(): readonly MermaidMessage[] }
    }>
  }
}

/** A sequence diagram as Mermaid has understood it. */
export interface ReadSequence {
  readonly participants: readonly string[]
  /** Each line as `who > whom: what`, or for a note `who: what`. */
  readonly lines: readonly string[]
}

const mermaid = loadMermaid()
/** It learns its kinds of diagrams when it is first asked for one. */
const ready = mermaid.parse('sequenceDiagram')

/** Mermaid is a script for browsers: it runs in a realm of its own, with its HTML sanitizer, which needs a DOM, unplugged. */
function loadMermaid(): Mermaid {
  const realm = createContext({ console, setTimeout, clearTimeout, structuredClone })
  runInContext('Function.prototype.addHook = () => {}; Function.prototype.sanitize = (text) => text', realm)
  const script = fileURLToPath(import.meta.resolve('@mermaid-js/tiny'))
  runInContext(readFileSync(script, 'utf8'), realm)
  return runInContext('mermaid', realm) as Mermaid // the script's one global; it brings no types
}

/** Mermaid keeps an entity code in a form of its own until it draws. */
const decode = (text: string): string =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)))

/** What Mermaid itself reads out of a text. @throws when it cannot */
export const readSequence = async (text: string): Promise<ReadSequence> => {
  await ready
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
  const actors = db.getActors()
  const nameOf = (id: string) => decode(actors.get(id)?.description ?? `? ${id}`)
  return {
    participants: [...actors.keys()].map(nameOf),
    lines: db.getMessages().map(({ from, to, message, type }) => {
      const who = type === 2 ? nameOf(from) : `${nameOf(from)} > ${nameOf(to)}`
      return `${who}: ${decode(message)}`
    }),
  }
}
