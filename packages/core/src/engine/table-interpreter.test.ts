import { describe, expect, test } from '@jest/globals'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import { IllegalEventError } from './step.ts'
import { tableInterpreter } from './table-interpreter.ts'
import { transactionNodes } from './transaction-table.ts'

describe('the table interpreter', () => {
  test('needs no beginning', () => {
    const transaction = sampleTransaction('received')
    tableInterpreter.begin(transaction)
    expect(transaction).toEqual(sampleTransaction('received'))
  })

  test("gives the edge of the table from the transaction's state, and leaves it to others to take it", () => {
    const transaction = sampleTransaction('direct')
    const edge = tableInterpreter.step(transaction, 'reply.failed')
    expect(edge).toBe(transactionNodes.direct.on.get('reply.failed'))
    expect(transaction.state).toBe(transactionNodes.direct)
  })

  test('refuses an event that the state does not expect', () => {
    const transaction = sampleTransaction('direct')
    expect(() => tableInterpreter.step(transaction, 'reply.store')).toThrow(IllegalEventError)
    expect(transaction.state).toBe(transactionNodes.direct)
  })
})
