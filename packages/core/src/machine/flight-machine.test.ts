/** What is particular to this machine; what holds for every one is in `machine-shape.test.ts`. */
import { describe, expect, test } from '@jest/globals'
import { flightTable, type FlightEdge, type FlightNode } from '../engine/flight-table.ts'
import { nodesOf } from '../testing/machine-nodes.ts'
import type { FlightEffect } from './flight-alphabet.ts'
import { flightMachine } from './flight-machine.ts'

const states = [...flightTable.states.values()]
const edgesOf = ({ on }: FlightNode): FlightEdge[] => [...on.values()]
const fenced = states.filter(({ name }) => name.endsWith('.fenced'))

/** One step of some path: what was known before it, what it does, what is known after it. */
interface Passage<Status> {
  readonly from: FlightNode
  readonly before: Status
  readonly edge: FlightEdge
  readonly after: Status
}

/**
 * Every step that can follow on any path, however long, where a path carries a status along: all pairs of a state and
 * a status that can be reached, and all edges from them.
 */
const walk = <Status extends string>(
  first: Status,
  next: (status: Status, edge: FlightEdge) => Status,
): readonly Passage<Status>[] => {
  const seen = new Set<string>()
  const passages: Passage<Status>[] = []
  const visit = (from: FlightNode, before: Status): void => {
    if (seen.has(`${from.name} ${before}`)) return
    seen.add(`${from.name} ${before}`)
    for (const edge of edgesOf(from)) {
      const after = next(before, edge)
      passages.push({ from, before, edge, after })
      visit(edge.target, after)
    }
  }
  visit(flightTable.initial, first)
  return passages
}

const story = <Status>({ from, before, edge, after }: Passage<Status>): string =>
  `${from.name} (${String(before)}) on ${edge.event} → ${edge.target.name} (${String(after)})`

const partings: readonly FlightEffect[] = [
  'followers.lookAgain',
  'followers.serveStale',
  'followers.wakeOne',
  'followers.passAll',
]

/** Whether anybody can be parked: what is ordered for all of them leaves none. */
const parkedAfter = (parked: 'none' | 'some', { effects }: FlightEdge): 'none' | 'some' => {
  if (effects.some((effect) => effect.startsWith('followers.'))) return 'none'
  return effects.includes('follower.park') ? 'some' : parked
}

describe('the followers of a flight', () => {
  const passages = walk('none', parkedAfter)
  const canBeParkedIn = new Set(passages.filter(({ before }) => before === 'some').map(({ from }) => from))

  test('are told what becomes of them, once, on every way on which it closes while any can be parked', () => {
    const closing = states.flatMap((from) =>
      edgesOf(from)
        .filter(({ target }) => target.final)
        .map(({ event, effects }) => ({ from, event, told: effects.filter((it) => partings.includes(it)) })),
    )
    expect(closing.length).toBeGreaterThan(20)
    for (const { from, event, told } of closing) {
      expect([from.name, event, told.length]).toEqual([from.name, event, canBeParkedIn.has(from) ? 1 : 0])
    }
  })

  test('are never left behind, on any path', () => {
    expect(passages.filter(({ edge, after }) => edge.target.final && after === 'some').map(story)).toEqual([])
  })

  test('can be parked while there is no reply, and where the whole body is still to come into the store', () => {
    expect([...canBeParkedIn].map(({ name }) => name).toSorted()).toEqual([
      'awaitReply.fenced',
      'awaitReply.open',
      'committing.fenced',
      'committing.open',
      'streaming.open',
    ])
  })

  test('are taken in, sent elsewhere or released, one order for each fact about one of them', () => {
    for (const state of states) {
      for (const { event, effects, target } of edgesOf(state)) {
        const orders = effects.filter((effect) => effect.startsWith('follower.'))
        const isAboutOne = event.startsWith('follower.')
        expect([state.name, event, orders.length]).toEqual([state.name, event, isAboutOne ? 1 : 0])
        expect(isAboutOne ? target : state).toBe(state)
      }
    }
  })

  test('may come and go in every state, and so may the leader', () => {
    for (const state of states.filter(({ final }) => !final)) {
      expect([...state.on.keys()]).toEqual(
        expect.arrayContaining(['follower.joined', 'follower.late', 'follower.left', 'leader.left']),
      )
    }
  })
})

type Writer = 'none' | 'open' | 'committing' | 'ended' | 'misused'

/** What each word about the writer makes of it, and of which writer it may be said. */
const writerWords: { readonly [Word in string]?: { readonly of: readonly Writer[]; readonly to: Writer } } = {
  'writer.open': { of: ['none'], to: 'open' },
  'writer.commit': { of: ['open'], to: 'committing' },
  'writer.discard': { of: ['open'], to: 'ended' },
  'writer.giveUp': { of: ['open', 'committing'], to: 'ended' },
  'writer.done': { of: ['committing'], to: 'ended' },
}

const writerAfter = (writer: Writer, { event, effects }: FlightEdge): Writer =>
  [event, ...effects].reduce((now, word) => {
    const rule = writerWords[word]
    if (rule === undefined) return now
    return rule.of.includes(now) ? rule.to : 'misused'
  }, writer)

describe('the writer of a flight', () => {
  const passages = walk<Writer>('none', writerAfter)

  test('is opened before anything is done to it, and ends once, by a commit that is done, discarded or given up', () => {
    expect(passages.filter(({ after }) => after === 'misused').map(story)).toEqual([])
  })

  test('has ended when the flight closes, if it was opened, on any path', () => {
    const unended = passages.filter(
      ({ edge, after }) => edge.target.final && (after === 'open' || after === 'committing'),
    )
    expect(unended.map(story)).toEqual([])
  })

  test('ends in each of the three ways on some path', () => {
    const ends = passages
      .filter(({ before, after }) => before !== 'ended' && after === 'ended')
      .flatMap(({ edge }) =>
        [edge.event, ...edge.effects].filter((word) => writerWords[word]?.to === 'ended'),
      )
    expect(new Set(ends)).toEqual(new Set(['writer.done', 'writer.discard', 'writer.giveUp']))
  })

  test('fails without a word where it has ended already', () => {
    const late = passages.filter(({ before, edge }) => before === 'ended' && edge.event === 'writer.failed')
    expect(late.length).toBeGreaterThan(0)
    for (const { edge } of late) expect(edge.effects).toEqual(['ignore.writer'])
  })
})

describe('a fenced flight', () => {
  test('opens no writer and commits none', () => {
    for (const state of fenced) {
      const orders = edgesOf(state).flatMap(({ effects }) => effects)
      expect(orders).not.toContain('writer.open')
      expect(orders).not.toContain('writer.commit')
    }
  })

  test('sends every newcomer elsewhere', () => {
    for (const { name, on } of fenced) {
      for (const event of ['follower.joined', 'follower.late'] as const)
        expect([name, on.get(event)?.effects]).toEqual([name, ['follower.sendElsewhere']])
    }
  })

  test('stays fenced until it is closed', () => {
    expect(fenced.map(({ name }) => name)).toEqual([
      'awaitReply.fenced',
      'streaming.fenced',
      'committing.fenced',
    ])
    for (const { target } of fenced.flatMap(edgesOf))
      expect(target.final || fenced.includes(target)).toBe(true)
  })

  test('is what a purge makes of every flight that is not closed', () => {
    for (const { on } of states.filter(({ final }) => !final))
      expect(fenced).toContain(on.get('flight.purged')?.target)
  })

  test('removes what the store has by then, and nothing else does', () => {
    const removing = states.flatMap((state) =>
      edgesOf(state).flatMap(({ event, effects }) =>
        effects.includes('entry.remove') ? [`${state.name} on ${event}`] : [],
      ),
    )
    expect(removing).toEqual(['committing.fenced on writer.done'])
  })
})

test('a flight waits for nothing that has a deadline of its own', () => {
  for (const { meta } of nodesOf(flightMachine)) expect(meta).toMatchObject({ deadline: 'none' })
  const events = states.flatMap(({ on }) => [...on.keys()])
  expect(events.filter((event) => event.startsWith('deadline.'))).toEqual([])
})
