import { flightMachine, transactionMachine, type CacheRecord } from '@cachechart/core'
import {
  compareMachines,
  flightOverlay,
  occupancyOverlay,
  toDiagram,
  toDot,
  toMermaid,
  toPng,
  toSvg,
  toText,
  transactionOverlay,
  type Diagram,
  type Overlay,
  type OverlayMark,
  type ShowOptions,
} from '@cachechart/viz'
import { describe, expect, test } from '@jest/globals'
import { createMachine } from 'xstate'
import { edgeCoveragePicture } from '../paths/edge-coverage-picture.ts'
import { recordedTraffic } from '../recording/recorded-traffic.ts'
import { edited, singleEdits } from './single-edits.ts'

interface Exhibit {
  readonly diagram: Diagram
  readonly overlay: Overlay
}

const [transactions, flights] = [toDiagram(transactionMachine), toDiagram(flightMachine)]

/** One of each kind. */
const exhibits: Readonly<Record<string, (records: readonly CacheRecord[]) => Exhibit>> = {
  'the path of a transaction': (records) => {
    const id = mostOf(records.flatMap((record) => (record.kind === 'step' ? [record.id] : [])))
    return { diagram: transactions, overlay: transactionOverlay(transactions, records, { id }) }
  },
  'the path of a flight': (records) => {
    const leader = mostOf(records.flatMap((record) => (record.kind === 'flight' ? [record.leader] : [])))
    return { diagram: flights, overlay: flightOverlay(flights, records, { leader }) }
  },
  'what is in flight': () => {
    const states = ['streaming.open', 'streaming.open', 'awaitReply.fenced', 'committing']
    const occupants = states.map((state) => ({ state, inState: 7 }))
    return { diagram: flights, overlay: occupancyOverlay(flights, occupants) }
  },
  'the coverage of the transaction machine': () => edgeCoveragePicture('transaction'),
  'the coverage of the flight machine': () => edgeCoveragePicture('flight'),
  'the difference of two machines': () => {
    const edits = singleEdits(flightMachine).filter((_, index) => index % 7 === 0)
    const whole = {
      title: '',
      found: [],
      apply: (root: { entry?: string }) => void (root.entry = 'log.write'),
    }
    const before = edited(flightMachine, edits.slice(0, 8))
    return compareMachines(before, edited(flightMachine, [whole, ...edits.slice(8)]))
  },
}

const traffic = await recordedTraffic(1)

const mostOf = (ids: readonly number[]): number => {
  const counted = [...Map.groupBy(ids, (id) => id)].toSorted(
    ([, one], [, other]) => other.length - one.length,
  )
  return counted[0]?.[0] ?? 0
}

/** The same marks, each with a word of its own for its note. */
const numbered = ({ overlay, diagram }: Exhibit): Exhibit & { readonly words: readonly string[] } => {
  const words: string[] = []
  const anew = (marks: Overlay['states']): Overlay['states'] =>
    new Map(
      [...marks].map(([id, { tone }]): [string, OverlayMark] => {
        words.push(`mark${1000 + words.length}`)
        return [id, { tone, note: words.at(-1) ?? '' }]
      }),
    )
  return { diagram, overlay: { ...overlay, states: anew(overlay.states), edges: anew(overlay.edges) }, words }
}

const texts: readonly (readonly [string, (diagram: Diagram, options: ShowOptions) => string])[] = [
  ['Mermaid', toMermaid],
  ['DOT', toDot],
  ['text', toText],
]

const wordsIn = (text: string): string[] => [...new Set(text.match(/mark\d{4}/g))].toSorted()

describe.each(Object.entries(exhibits))('%s', (_what, exhibit) => {
  const shown = exhibit(traffic.records)

  test('marks only what its diagram has', () => {
    const { diagram, overlay } = shown
    const states = new Set(['', ...diagram.states.map(({ id }) => id)])
    const edges = new Set(diagram.edges.map(({ id }) => id))
    expect([...overlay.states.keys()].filter((id) => !states.has(id))).toEqual([])
    expect([...overlay.edges.keys()].filter((id) => !edges.has(id))).toEqual([])
    expect(overlay.states.size).toBeGreaterThan(0)
  })

  test('explains each of its tones, and says everything briefly', () => {
    const marks = [...shown.overlay.states.values(), ...shown.overlay.edges.values()]
    const tones = new Set(marks.map(({ tone }) => tone))
    expect(new Set(shown.overlay.legend.map(({ tone }) => tone))).toEqual(tones)
    for (const { note } of marks) expect(note.length).toBeLessThanOrEqual(72)
    for (const { text } of shown.overlay.legend) expect(text.length).toBeLessThanOrEqual(72)
    expect(shown.overlay.title.length).toBeLessThanOrEqual(160)
  })

  describe.each(texts)('as %s', (_format, write) => {
    test.each(['folded', 'unfolded'] as const)('shows every mark, with edges %s', (edges) => {
      const { diagram, overlay, words } = numbered(shown)
      expect(wordsIn(write(diagram, { overlay, edges }))).toEqual(words)
      expect(wordsIn(write(diagram, { edges }))).toEqual([])
    })
  })
})

/** Where all lies is found anew for each, which takes seconds for the transaction machine. */
const pictures = Object.entries(exhibits).filter(([what]) => !what.includes('transaction'))

test.each(pictures)('%s shows every mark as SVG', async (_what, exhibit) => {
  const { diagram, overlay, words } = numbered(exhibit(traffic.records))
  expect(wordsIn(await toSvg(diagram, { overlay }))).toEqual(words)
})

test('an overlay is to be seen in a PNG', async () => {
  const door = (entry: string) =>
    createMachine({ id: 'door', entry, initial: 'shut', states: { shut: { entry } } })
  const { diagram, overlay } = compareMachines(door('lock'), door('bar'))
  const [plain, shown] = [await toPng(diagram), await toPng(diagram, { overlay })]
  expect(shown.length).toBeGreaterThan(1_000)
  expect(Buffer.from(shown).equals(plain)).toBe(false)
})
