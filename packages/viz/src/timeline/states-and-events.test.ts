import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { toDiagram } from '../to-diagram.ts'
import { activityOf } from './activity.ts'
import { eventOutcome } from './event-outcome.ts'
import { isFinal, stateWaitsFor } from './state-waits-for.ts'
import type { WaitsFor } from './timeline.ts'

const transaction = toDiagram(transactionMachine)
const resting = (diagram: typeof transaction) => diagram.states.filter(({ kind }) => kind !== 'compound')

/** What the machine says of who owes the event that ends the wait. */
const creditors: Readonly<Record<string, WaitsFor>> = {
  store: 'store',
  leader: 'leader',
  'lease server': 'lease',
  'another process': 'lease',
  origin: 'origin',
  'client or origin': 'client',
  policy: 'nothing',
  nobody: 'nothing',
}

describe('the words of this picture are those of the machines', () => {
  test.each(resting(transaction).map(({ id, kind, meta }) => [id, kind, meta] as const))(
    'in the state %s',
    (id, kind, meta) => {
      const states: Readonly<Record<string, WaitsFor>> = stateWaitsFor
      expect(states[id]).toBe(creditors[String(meta['owedBy'])])
      expect(isFinal(id as keyof typeof stateWaitsFor)).toBe(kind === 'final')
    },
  )

  test('no state is named that the machine does not have', () => {
    expect(Object.keys(stateWaitsFor).toSorted()).toEqual(
      resting(transaction)
        .map(({ id }) => id)
        .toSorted(),
    )
  })

  test('whatever waits is shown, and nothing else', () => {
    const flight = toDiagram(flightMachine)
    for (const { id, kind } of [...resting(transaction), ...resting(flight)])
      expect([id, activityOf(id as 'closed') === null]).toEqual([id, kind === 'final'])
  })

  test('each event by which a client gets its answer has an outcome', () => {
    const answering = transaction.edges.filter(({ actions }) =>
      actions.some((action) => action === 'client.respond' || action === 'client.fail'),
    )
    const events = answering.flatMap(({ trigger }) => (trigger.type === 'event' ? [trigger.event] : []))
    expect(Object.keys(eventOutcome).toSorted()).toEqual([...new Set(events)].toSorted())
  })
})
