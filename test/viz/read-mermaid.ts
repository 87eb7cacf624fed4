import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createContext, runInContext } from 'node:vm'
import { withoutNote, type Reading } from './reading.ts'

interface MermaidData {
  readonly nodes: readonly { readonly label: string; readonly shape: string; readonly isGroup: boolean }[]
  readonly edges: readonly { readonly label: string }[]
}

interface Mermaid {
  parse(text: string): Promise<unknown>
  readonly mermaidAPI: {
    getDiagramFromText(text: string): Promise<{ readonly db: { getData(): MermaidData } }>
  }
}

/** Mermaid is a script for browsers: it runs in a realm of its own, with its HTML sanitizer, which needs a DOM, unplugged. */
function loadMermaid(): Mermaid {
  const realm = createContext({ console, setTimeout, clearTimeout, structuredClone })
  runInContext('Function.prototype.addHook = () => {}; Function.prototype.sanitize = (text) => text', realm)
  const script = fileURLToPath(import.meta.resolve('@mermaid-js/tiny'))
  runInContext(readFileSync(script, 'utf8'), realm)
  return runInContext('mermaid', realm) as Mermaid // the script's one global; it brings no types
}

const mermaid = loadMermaid()
/** It learns its kinds of diagrams when it is first asked for one. */
const ready = mermaid.parse('stateDiagram-v2')

/** Mermaid keeps an entity code in a form of its own until it draws. */
const decode = (text: string): string =>
  text.replace(/ﬂ°°(\d+)¶ß/g, (_, code: string) => String.fromCodePoint(Number(code)))

/** What stands for no state: the marks of beginning and end, bars, the rules between regions, and what stands for a whole. */
const isMark = ({ label, shape }: MermaidData['nodes'][number]): boolean =>
  /^(stateStart|stateEnd|fork|join|divider)$/.test(shape) || label.endsWith(', as a whole')

/** Mermaid's own reading of a text. */
export async function readMermaid(text: string): Promise<Reading> {
  await ready
  const { db } = await mermaid.mermaidAPI.getDiagramFromText(text)
  const { nodes, edges } = db.getData()
  const labels = edges.flatMap(({ label }) => (label === '' ? [] : label.split('<br/>')))
  return {
    states: nodes.filter((node) => !isMark(node)).map(({ label }) => decode(label)),
    labels: labels.map((label) => withoutNote(decode(label))),
  }
}
