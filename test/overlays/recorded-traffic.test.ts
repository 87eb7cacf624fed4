import { flightMachine, transactionMachine, type RecordedStep } from '@cachechart/core'
import { flightOverlay, occupancyOverlay, toDiagram, transactionOverlay } from '@cachechart/viz'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { recordedTraffic, type RecordedTraffic } from '../recording/recorded-traffic.ts'

const transactions = toDiagram(transactionMachine)
const flights = toDiagram(flightMachine)

describe.each([1, 2, 3, 4])('in what is recorded of the traffic of seed %d', (seed) => {
  let traffic: RecordedTraffic
  let steps: readonly RecordedStep[]
  beforeAll(async () => {
    traffic = await recordedTraffic(seed)
    steps = traffic.records.filter((record) => record.kind === 'step')
  })

  test('every transaction shows its way: each step on its edge, up to the end', () => {
    const byTransaction = Map.groupBy(steps, ({ id }) => id)
    expect(byTransaction.size).toBeGreaterThan(30)
    for (const [id, own] of byTransaction) {
      const overlay = transactionOverlay(transactions, traffic.records, { id })
      expect(overlay.edges.size).toBe(new Set(own.map(({ from, event }) => `${from} ${event}`)).size)
      expect(overlay.states.get(own.at(-1)?.to ?? '')?.note).toMatch(/^the end, \+/)
      expect(overlay.title).not.toMatch(/not known|missing/)
    }
  })

  test('every flight shows its way, from when its leader asked', () => {
    const told = traffic.records.filter((record) => record.kind === 'flight')
    let ends = 0
    for (const [leader, own] of Map.groupBy(told, (record) => record.leader)) {
      const count = own.filter(({ to }) => to === 'closed').length
      for (let flight = 1; flight <= count; flight += 1, ends += 1) {
        const overlay = flightOverlay(flights, traffic.records, { leader, flight })
        expect(overlay.states.get('closed')?.note).toMatch(/^the end, \+/)
        expect(overlay.title).not.toContain('missing')
      }
    }
    expect(ends).toBeGreaterThan(5)
    expect(ends).toBe(told.filter(({ to }) => to === 'closed').length)
  })

  test('whoever is in flight at any time is counted where it is', () => {
    for (let count = 0; count < steps.length; count += 50) {
      const last = new Map(steps.slice(0, count).map(({ id, to }) => [id, to]))
      const open = [...last.values()].map((state) => ({ state, inState: 1 }))
      const { states } = occupancyOverlay(transactions, open)
      const here = [...states.values()].filter(({ note }) => note.includes(' here, '))
      expect(here.reduce((sum, { note }) => sum + Number.parseInt(note, 10), 0)).toBe(open.length)
    }
  })

  test('a step of another event, to another state, or to none, is refused', () => {
    const tamperings: ((step: RecordedStep) => object)[] = [
      ({ from }) => ({ event: from === 'delivering' ? 'lookup.fresh' : 'delivery.done' }),
      ({ to }) => ({ to: to === 'received' ? 'failed' : 'received' }),
      () => ({ to: 'nowhere' }),
      () => ({ from: 'awaitBackend' }),
    ]
    for (const tamper of tamperings)
      for (const step of steps.filter((_, index) => index % 10 === 0)) {
        const tampered = { ...step, ...tamper(step) }
        const records = traffic.records.map((record) => (record === step ? tampered : record))
        expect(() => transactionOverlay(transactions, records, { id: step.id })).toThrow(
          expect.objectContaining({ code: expect.stringMatching(/^ERR_OVERLAY_(EDGE|STATE)$/) }),
        )
      }
  })
})
