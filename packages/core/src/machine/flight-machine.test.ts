/**
 * What is particular to this machine; what holds for every one is in `machine-shape.test.ts`: that its followers are told
 * once, and its writer ends once, among it.
 */
import { describe, expect, test } from '@jest/globals'
import { flightTable, type FlightEdge, type FlightNode } from '../engine/flight-table.ts'
import { courseOf, turnsIn, type Course } from '../testing/lint/course.ts'
import { isOwed } from '../testing/lint/debt-status.ts'
import { standardDebts } from '../testing/lint/standard-debts.ts'
import { nodesOf } from '../testing/machine-nodes.ts'
import { flightMachine } from './flight-machine.ts'

const states = [...flightTable.states.values()]
const edgesOf = ({ on }: FlightNode): FlightEdge[] => [...on.values()]
const fenced = states.filter(({ name }) => name.endsWith('.fenced'))

const courseOfDebt = (name: string): Course => {
  const debt = standardDebts.find((each) => each.name === name)
  if (debt === undefined) throw new TypeError(`no debt ${name}`)
  return courseOf(flightTable, debt)
}

describe('the followers of a flight', () => {
  const { resting } = courseOfDebt('what the parked followers wait for')
  const canBeParkedIn = states.filter(({ name }) => resting.get(name)?.has('owed') === true)

  test('can be parked while there is no reply, and where the whole body is still to come into the store', () => {
    expect(canBeParkedIn.map(({ name }) => name).toSorted()).toEqual([
      'awaitReply.fenced',
      'awaitReply.open',
      'committing',
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

describe('the writer of a flight', () => {
  const { debt, passages } = courseOfDebt('the writer')

  test('ends in each of the three ways on some path', () => {
    const ends = passages
      .flatMap((passage) => turnsIn(debt, passage))
      .filter(({ before, status }) => isOwed(before) && status === 'discharged')
    expect(new Set(ends.map(({ word }) => word))).toEqual(
      new Set(['writer.done', 'writer.discard', 'writer.giveUp']),
    )
  })

  test('fails without a word where it has ended already', () => {
    const late = passages.filter(
      ({ before, edge }) => before === 'discharged' && edge.event === 'writer.failed',
    )
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
    expect(fenced.map(({ name }) => name)).toEqual(['awaitReply.fenced', 'streaming.fenced'])
    for (const { target } of fenced.flatMap(edgesOf))
      expect(target.final || fenced.includes(target)).toBe(true)
  })

  test('is what a purge makes of every flight whose body is not complete', () => {
    for (const { on } of states.filter(({ name, final }) => !final && name !== 'committing'))
      expect(fenced).toContain(on.get('flight.purged')?.target)
  })

  test('is no use where the body was being committed: the store keeps nothing of it, and the flight is over', () => {
    expect(flightTable.states.get('committing')?.on.get('flight.purged')).toMatchObject({
      target: { name: 'closed' },
      effects: ['writer.discard', 'followers.lookAgain'],
    })
  })
})

test('a flight waits for nothing that has a deadline of its own', () => {
  for (const { meta } of nodesOf(flightMachine)) expect(meta).toMatchObject({ deadline: 'none' })
  const events = states.flatMap(({ on }) => [...on.keys()])
  expect(events.filter((event) => event.startsWith('deadline.'))).toEqual([])
})
