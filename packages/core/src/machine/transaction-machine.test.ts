/** What is particular to this machine; what holds for every one is in `machine-shape.test.ts`. */
import { describe, expect, test } from '@jest/globals'
import { transactionTable } from '../engine/transaction-table.ts'
import { courseOf } from '../testing/lint/course.ts'
import { isDebtOf, isOwed } from '../testing/lint/debt-status.ts'
import { standardDebts } from '../testing/lint/standard-debts.ts'

/** The states in which each debt can be owed, on any path. That each is discharged once on all of them is in the shape. */
const owedIn = Object.fromEntries(
  standardDebts
    .filter((debt) => isDebtOf(debt, 'transaction'))
    .map((debt) => {
      const { resting } = courseOf(transactionTable, debt)
      const states = [...transactionTable.states.keys()]
      return [debt.name, states.filter((state) => [...(resting.get(state) ?? [])].some(isOwed))]
    }),
)

describe('the transaction machine', () => {
  test('owes its client an answer until it has given one, and a whole delivery from then on', () => {
    expect(owedIn).toMatchObject({
      'the answer to the client': [
        'received',
        'awaitCache',
        'awaitFlight',
        'awaitLease.asked',
        'awaitLease.parked',
        'awaitBackend.attached',
        'direct',
      ],
      'the delivery': ['delivering'],
    })
  })

  test('is obliged in awaitBackend, and nowhere else', () => {
    expect(owedIn).toMatchObject({ 'the obligation': ['awaitBackend.attached', 'awaitBackend.detached'] })
  })

  test('has asked one of the store, a flight, the lease and the origin, wherever it waits for one of them', () => {
    expect(owedIn).toMatchObject({
      'the lookup': ['awaitCache'],
      'the place in the flight': ['awaitFlight'],
      'the question for the lease': ['awaitLease.asked', 'awaitLease.parked', 'awaitLease.background'],
      'the call to the origin': ['awaitBackend.attached', 'awaitBackend.detached', 'direct'],
    })
  })

  test('has a deadline running exactly where its meta names one', () => {
    const named = [...transactionTable.states.values()].filter(
      ({ meta }) => (meta as { deadline: string }).deadline !== 'none', // the shape's test says that each has one
    )
    expect(owedIn).toMatchObject({ 'the deadline': named.map(({ name }) => name) })
    expect(named).toHaveLength(9)
  })
})
