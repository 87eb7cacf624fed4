import { expect, test } from '@jest/globals'
import { Latencies } from './latencies.ts'
import { PacedRequests } from './paced-requests.ts'
import { evenSchedule } from './schedule.ts'

/** One request each millisecond, ten in all. */
function begin({ connections = 2, countedFrom = 0 } = {}) {
  const latencies = new Latencies()
  const sent: number[] = []
  const requests = new PacedRequests({
    schedule: evenSchedule(0, 1_000, 10),
    connections,
    send: (connection) => sent.push(connection),
    latencies,
    countedFrom,
  })
  return { latencies, sent, requests }
}

test('a latency counts from when its request was due, however late it was sent', () => {
  const { requests, latencies } = begin({ connections: 1 })
  requests.sendDue(5)
  requests.answer(0, 6)
  expect(latencies.sample()['p99.9'] / 1000).toBeCloseTo(6, 1)
})

test('what is due is sent although nothing has been answered, at first where nobody waits', () => {
  const { requests, sent } = begin()
  requests.sendDue(0)
  requests.sendDue(1)
  expect(new Set(sent)).toEqual(new Set([0, 1]))
  requests.sendDue(3)
  expect(sent).toHaveLength(4)
  expect(new Set(sent.slice(2))).toEqual(new Set([0, 1]))
})

test('a connection that has all its answers is the next to be used', () => {
  const { requests, sent } = begin()
  requests.sendDue(1)
  requests.answer(1, 1.5)
  requests.sendDue(2)
  expect(sent[2]).toBe(1)
})

test('a connection that still waits for an answer is not', () => {
  const { requests, sent } = begin()
  requests.sendDue(3)
  requests.answer(1, 3.5)
  requests.sendDue(4)
  // Nobody is idle: it is the turn of the first.
  expect(sent[4]).toBe(0)
})

test('answers on a connection belong to its requests in their order', () => {
  const { requests, latencies } = begin({ connections: 1 })
  requests.sendDue(4)
  for (let answered = 0; answered < 5; answered += 1) requests.answer(0, 4)
  // Due at 0, 1, 2, 3 and 4.
  const { p50, 'p99.9': longest } = latencies.sample()
  expect([p50 / 1000, longest / 1000].map(Math.round)).toEqual([2, 4])
  expect(requests.unanswered).toBe(5)
})

test('what was due too early does not count', () => {
  const { requests, latencies } = begin({ connections: 1, countedFrom: 2 })
  requests.sendDue(2)
  for (let answered = 0; answered < 3; answered += 1) requests.answer(0, 3)
  expect(latencies.count).toBe(1)
})

test('an answer that nobody has asked for is an error', () => {
  const { requests } = begin()
  expect(() => {
    requests.answer(0, 1)
  }).toThrow(RangeError)
})
