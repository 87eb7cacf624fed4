import { beforeAll, describe, expect, test } from '@jest/globals'
import { compile } from '../engine/compile.ts'
import type { CompiledMachine, Edge } from '../engine/compiled-machine.ts'
import type { FlightTransition, Trace, Transition } from '../engine/trace.ts'
import { transactionMachine } from '../machine/transaction-machine.ts'
import { assertInvariants, type TraceInvariantOptions } from './assert-invariants.ts'
import { randomTraffic, type Traffic } from './fixtures/random-traffic.ts'
import { tamper } from './fixtures/tamper.ts'
import { TraceInvariantError, TraceRecordError } from './recorded/trace-invariant-error.ts'
import type { TraceRecord } from './recorded/trace-record.ts'

const seeds = Array.from({ length: 40 }, (_, index) => 1_000 + index)

const parsed = (lines: readonly string[]): TraceRecord[] =>
  lines.map((line) => JSON.parse(line) as TraceRecord) // it was written as one

/** The error with which the records are refused. */
const refusal = (records: readonly TraceRecord[], options?: TraceInvariantOptions): TraceInvariantError => {
  try {
    assertInvariants(records, options)
  } catch (error) {
    if (error instanceof TraceInvariantError) return error
    throw error
  }
  throw new Error('nothing was refused')
}

describe('what a cache tells of random traffic breaks no invariant', () => {
  test.each(seeds)('seed %i', async (seed) => {
    const { lines, traces, midway } = await randomTraffic(seed)
    expect(lines.length).toBeGreaterThan(200)
    assertInvariants(parsed(lines))
    assertInvariants(traces)
    assertInvariants(parsed(midway.lines), { open: 'allowed' })
    assertInvariants(midway.inFlight, { open: 'allowed' })
    assertInvariants(parsed(lines).slice(100), { begun: 'before' })
    assertInvariants(traces.map(truncated))
  })
})

/** A trace of which the first steps were dropped. */
const truncated = (trace: Trace): Trace => {
  const dropped = Math.floor(trace.history.length / 2)
  return { ...trace, history: trace.history.slice(dropped), dropped }
}

describe('records that were tampered with are refused, wherever it was done (seed 1007):', () => {
  let traffic: Traffic
  beforeAll(async () => {
    traffic = await randomTraffic(1_007, 50)
  })

  test.each(Object.entries(tamper.transitions))('%s', (_, { invariant, change }) => {
    const records = parsed(traffic.lines)
    const changed = records.flatMap((record, index) => {
      if ('history' in record) return []
      const tampered = change(record, index)
      // The words may be none of the machine's: that is to be noticed.
      return tampered === undefined ? [] : [records.toSpliced(index, 1, ...(tampered as TraceRecord[]))]
    })
    expect(changed.length).toBeGreaterThan(0)
    for (const each of changed) expect(invariant).toContain(refusal(each).invariant)
  })

  test.each(Object.entries(tamper.traces))('%s', (_, { invariant, change }) => {
    const changed = traffic.traces.flatMap((trace) => change(trace, 0) ?? [])
    expect(changed.length).toBeGreaterThan(0)
    for (const each of changed) expect(invariant).toContain(refusal([each]).invariant)
  })
})

const at = 1_700_000_000_000
const steps = (
  transaction: number,
  ...walked: readonly (readonly [Transition['event'], Transition['from'], Transition['to']])[]
): Transition[] => walked.map(([event, from, to]) => ({ transaction, key: 'key', event, from, to, at }))

describe('a refusal', () => {
  const obliged = steps(
    1,
    ['request.lookup', 'received', 'awaitCache'],
    ['lookup.obliged', 'awaitCache', 'awaitBackend.attached'],
  )

  test('names the transaction, the step and the invariant, and tells the story up to there', () => {
    const error = refusal([...obliged, ...steps(1, ['flight.woken', 'awaitBackend.attached', 'delivering'])])
    expect(error.code).toBe('ERR_TRACE_INVARIANT')
    expect(error).toMatchObject({ invariant: 'edge', subject: 'transaction 1', step: 3 })
    expect(error.message).toBe(
      [
        'transaction 1, step 3: "flight.woken" is no event of awaitBackend.attached (invariant: edge)',
        '  key',
        '  1. +0 ms: request.lookup → awaitCache',
        '  2. +0 ms: lookup.obliged → awaitBackend.attached',
        '  3. +0 ms: flight.woken → delivering',
      ].join('\n'),
    )
  })

  test('names what never ends', () => {
    expect(refusal(obliged).message).toContain(
      'transaction 1, step 2: it never ends: it was left in awaitBackend.attached (invariant: end)',
    )
    expect(() => {
      assertInvariants(obliged, { open: 'allowed' })
    }).not.toThrow()
  })

  test('names a follower that nobody leads', () => {
    const joined = steps(
      2,
      ['request.lookup', 'received', 'awaitCache'],
      ['lookup.joined', 'awaitCache', 'awaitFlight'],
    )
    const closed: FlightTransition = {
      ...{ leader: 1, key: 'key', event: 'reply.decline', from: 'awaitReply.open', to: 'closed', at },
    }
    const options = { open: 'allowed' } as const
    expect(refusal(joined, options)).toMatchObject({ invariant: 'company', step: 2 })
    expect(() => {
      assertInvariants([...obliged, ...joined], options)
    }).not.toThrow()
    expect(refusal([...obliged, closed, ...joined], options)).toMatchObject({ invariant: 'company' })
    // It joined in time, and is left behind when the flight closes.
    const left = refusal([...obliged, ...joined, closed], options)
    expect(left).toMatchObject({ invariant: 'company', subject: 'transaction 2' })
  })

  test('names a follower that nobody led, though it was served in the end', () => {
    const served = steps(
      2,
      ['request.lookup', 'received', 'awaitCache'],
      ['lookup.joined', 'awaitCache', 'awaitFlight'],
      ['flight.shared', 'awaitFlight', 'delivering'],
      ['delivery.done', 'delivering', 'delivered'],
    )
    expect(refusal(served)).toMatchObject({ invariant: 'company', step: 2 })
  })

  test('is not made where the clock was set back by no more than is allowed', () => {
    const [first, second] = obliged
    const back = [first, second && { ...second, at: at - 500 }].flatMap((one) => one ?? [])
    expect(refusal(back, { open: 'allowed' })).toMatchObject({ invariant: 'time', step: 2 })
    expect(refusal(back, { open: 'allowed', mayGoBack: 499 }).message).toContain('500 ms earlier')
    expect(() => {
      assertInvariants(back, { open: 'allowed', mayGoBack: 500 })
    }).not.toThrow()
  })

  test('is made of the first step of a log that begins with the cache, and not of one that begins later', () => {
    const later = obliged.slice(1)
    expect(refusal(later, { open: 'allowed' })).toMatchObject({ invariant: 'order', step: 1 })
    expect(() => {
      assertInvariants(later, { open: 'allowed', begun: 'before' })
    }).not.toThrow()
    const twice = [...later, ...later]
    expect(refusal(twice, { open: 'allowed', begun: 'before' })).toMatchObject({
      invariant: 'order',
      step: 2,
    })
  })

  test('is of what is no record, by its number', () => {
    const record = { at } as unknown as TraceRecord // what somebody else may have logged
    const call = () => {
      assertInvariants([...obliged, record])
    }
    expect(call).toThrow(TraceRecordError)
    expect(call).toThrow('record 3 is neither a Trace, nor a Transition, nor a FlightTransition: {"at":')
  })
})

describe('a machine of another make is held to the same debts', () => {
  /** The machine, with something else on one edge. */
  const withEdge = (
    [state, event]: readonly [state: string, event: string],
    change: (table: CompiledMachine) => Partial<Edge>,
  ) => {
    const table = compile(transactionMachine)
    const on = table.states.get(state)?.on as Map<string, Edge> | undefined // it was made for this test alone
    const edge = on?.get(event)
    if (edge === undefined) throw new Error('there is no such edge')
    on?.set(event, { ...edge, ...change(table) })
    return table
  }
  const walked = steps(
    1,
    ['request.lookup', 'received', 'awaitCache'],
    ['lookup.obliged', 'awaitCache', 'awaitBackend.attached'],
    ['reply.failed', 'awaitBackend.attached', 'failed'],
  )
  test.each([
    ['the obligation is never discharged', ['deadline.clear', 'client.fail']],
    ['the answer to the client is never discharged', ['deadline.clear', 'obligation.abandon']],
    ['the deadline is never discharged', ['obligation.abandon', 'client.fail']],
    [
      'the obligation is discharged though it is not owed',
      ['deadline.clear', 'obligation.abandon', 'obligation.abandon', 'client.fail'],
    ],
  ])('%s', (fault, effects) => {
    const transaction = withEdge(['awaitBackend.attached', 'reply.failed'], () => ({ effects }))
    assertInvariants(walked)
    const error = refusal(walked, { machines: { transaction } })
    expect(error).toMatchObject({ invariant: 'debt', step: 3 })
    expect(error.message).toContain(fault)
  })
  test('"delivered" says that the answer to the client was given, and it never was', () => {
    const transaction = withEdge(['awaitCache', 'client.gone'], ({ states }) => {
      const target = states.get('delivered')
      return target === undefined ? {} : { target }
    })
    const left = steps(
      1,
      ['request.lookup', 'received', 'awaitCache'],
      ['client.gone', 'awaitCache', 'delivered'],
    )
    const error = refusal(left, { machines: { transaction } })
    expect(error).toMatchObject({ invariant: 'debt', step: 2 })
    expect(error.message).toContain('"delivered" says that the answer to the client was given')
  })
})
