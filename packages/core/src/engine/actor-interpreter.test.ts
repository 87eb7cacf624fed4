import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, test } from '@jest/globals'
import type { ActorRefLike, InspectionEvent } from 'xstate'
import { transactionEvents, type TransactionEventType } from '../machine/transaction-alphabet.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { sequencesOf } from '../testing/observe-machine.ts'
import { sampleTransaction } from '../testing/sample-transaction.ts'
import { createActorInterpreter } from './actor-interpreter.ts'
import type { Interpreter } from './interpreter.ts'
import { IllegalEventError } from './step.ts'
import { tableInterpreter } from './table-interpreter.ts'
import type { Transaction } from './transaction.ts'

const begun = (interpreter: Interpreter): Transaction => {
  const transaction = sampleTransaction('received')
  interpreter.begin(transaction)
  return transaction
}

/** Where an event leads and what it orders, or the message of the refusal. */
const take = (interpreter: Interpreter, transaction: Transaction, event: TransactionEventType) => {
  try {
    const edge = interpreter.step(transaction, event)
    transaction.state = edge.target
    return { event: edge.event, target: edge.target.name, effects: edge.effects }
  } catch (error) {
    if (!(error instanceof IllegalEventError)) throw error
    return error.message
  }
}

const runOn = (interpreter: Interpreter, events: readonly TransactionEventType[]) => {
  const transaction = begun(interpreter)
  return events.map((event) => take(interpreter, transaction, event))
}

describe('the actor interpreter', () => {
  test('does what the table does on every path of the machine, and with every event in every state', () => {
    const actors = createActorInterpreter()
    const sequences = sequencesOf(transactionMachine, transactionEvents)
    expect(sequences.length).toBeGreaterThan(300)
    for (const sequence of sequences) {
      const events = sequence as TransactionEventType[] // drawn from the alphabet, one line above
      expect(runOn(actors, events)).toEqual(runOn(tableInterpreter, events))
    }
  })

  test('changes nothing by an event that it refuses: the next one is taken as if it had not come', () => {
    const refused: TransactionEventType[] = ['request.lookup', 'reply.store', 'lookup.fresh']
    const [lookup, error, fresh] = runOn(createActorInterpreter(), refused)
    expect(error).toMatch('event "reply.store" is illegal in state "awaitCache"; expected client.gone, ')
    expect([lookup, fresh]).toEqual(runOn(createActorInterpreter(), ['request.lookup', 'lookup.fresh']))
  })

  test('keeps transactions apart', () => {
    const actors = createActorInterpreter()
    const [one, other] = [begun(actors), begun(actors)]
    take(actors, one, 'request.lookup')
    expect(take(actors, other, 'request.pass')).toMatchObject({ target: 'direct' })
    expect(take(actors, one, 'lookup.fresh')).toMatchObject({
      target: 'delivering',
      effects: ['deadline.clear', 'client.respond', 'deadline.set'],
    })
  })

  test('refuses every event of a transaction that it was not told of', () => {
    const transaction = sampleTransaction('received')
    expect(() => createActorInterpreter().step(transaction, 'request.lookup')).toThrow(IllegalEventError)
  })
})

/** The states and events of XState's inspection, in order. */
const storyOf = (seen: readonly InspectionEvent[]) =>
  seen.flatMap((event) =>
    event.type === '@xstate.snapshot' && 'value' in event.snapshot
      ? [[event.event.type, event.snapshot.value]]
      : [],
  )

describe('the inspection of actors', () => {
  test('is told which transaction it sees', () => {
    const seen = new Set<Transaction>()
    const interpreter = createActorInterpreter((_event, transaction) => seen.add(transaction))
    const transactions = [begun(interpreter), begun(interpreter)]
    expect([...seen]).toEqual(transactions)
    expect([...seen][0]).toBe(transactions[0])
  })

  test('sees each transition of each transaction, under its number, and no event that was refused', () => {
    const seen: InspectionEvent[] = []
    const events: TransactionEventType[] = [
      'request.lookup',
      'lookup.obliged',
      'delivery.done',
      'client.gone',
    ]
    runOn(
      createActorInterpreter((event) => seen.push(event)),
      events,
    )
    expect(storyOf(seen)).toEqual([
      ['xstate.init', 'received'],
      ['request.lookup', 'awaitCache'],
      ['lookup.obliged', { awaitBackend: 'attached' }],
      ['client.gone', { awaitBackend: 'detached' }],
    ])
    expect(new Set(seen.map(({ actorRef }) => (actorRef as ActorRefLike & { id: string }).id))).toEqual(
      new Set(['transaction-1']),
    )
  })

  test('sees the effects as they are ordered', () => {
    const seen: string[] = []
    const interpreter = createActorInterpreter((event) => {
      if (event.type === '@xstate.action') seen.push(event.action.type)
    })
    const [edge] = runOn(interpreter, ['request.lookup'])
    expect(edge).toMatchObject({ effects: seen })
    expect(seen).toEqual(['cache.lookup', 'deadline.set'])
  })

  test('may begin another transaction in the midst of a step: each keeps its own effects', () => {
    const inner: unknown[] = []
    const interpreter: Interpreter = createActorInterpreter((event) => {
      if (event.type !== '@xstate.action' || event.action.type !== 'lookup.cancel') return
      inner.push(...runOn(interpreter, ['request.pass']))
    })
    expect(runOn(interpreter, ['request.lookup', 'deadline.passed'])).toEqual(
      runOn(tableInterpreter, ['request.lookup', 'deadline.passed']),
    )
    expect(inner).toEqual(runOn(tableInterpreter, ['request.pass']))
  })
})

describe('an actor', () => {
  /** The collector of this process, which Node does not hand out unless it is asked. */
  const collectGarbage = (): void => {
    setFlagsFromString('--expose-gc')
    const collect: unknown = runInNewContext('gc')
    setFlagsFromString('--no-expose-gc')
    if (typeof collect !== 'function') throw new TypeError('this Node has no collector to call')
    collect()
  }

  test.each<[string, TransactionEventType[]]>([
    ['has ended', ['request.pass', 'reply.received', 'delivery.done']],
    ['has been given up halfway', ['request.lookup']],
  ])('is not retained once its transaction %s', async (_what, events) => {
    const actors: WeakRef<object>[] = []
    const interpreter = createActorInterpreter((event) => {
      if (event.type === '@xstate.actor') actors.push(new WeakRef(event.actorRef))
    })
    for (let count = 0; count < 10; count++) runOn(interpreter, events)
    // A WeakRef holds its target until the job that made it has ended.
    await new Promise((resolve) => setImmediate(resolve))
    collectGarbage()
    expect(actors).toHaveLength(10)
    // One of them may still stand in a register, or in a cache of the machine's: all would if they were retained.
    expect(actors.filter((actor) => actor.deref() !== undefined).length).toBeLessThanOrEqual(1)
    // The interpreter itself outlives them.
    expect(runOn(interpreter, ['request.pass'])).toHaveLength(1)
  })
})
