import { Graphviz } from '@hpcc-js/wasm-graphviz'
import { withoutNote, type Reading } from './reading.ts'

/** What Graphviz writes of a graph that it has laid out. */
interface GraphvizData {
  readonly objects: readonly { readonly name: string; readonly label: string; readonly shape?: string }[]
  readonly edges: readonly { readonly label?: string }[]
}

const graphviz = Graphviz.load()

/** A line of a label that is written like HTML. */
const decode = (line: string): string =>
  line
    .replace(/<[^>]*>/g, '')
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')

/** Graphviz's own reading of a text, laid out. What has no label is a mark: a beginning, an end, a bar. */
export async function readDot(text: string): Promise<Reading> {
  const laidOut = (await graphviz).layout(text, 'json', 'dot')
  const { objects = [], edges = [] } = JSON.parse(laidOut) as Partial<GraphvizData> // as Graphviz documents it
  const titles = objects
    .map(({ label }) => /<B>(.*?)<\/B>/.exec(label)?.[1])
    .filter((title) => title !== undefined)
  const lines = edges.flatMap(({ label = '' }) =>
    label.split(/<BR ALIGN="LEFT"\/>/).filter((line) => line !== ''),
  )
  return {
    states: titles.map(decode).filter((title) => !title.endsWith(', as a whole')),
    labels: lines.map((line) => withoutNote(decode(line))),
  }
}
