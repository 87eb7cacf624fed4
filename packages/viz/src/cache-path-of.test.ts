import { describe, expect, test } from '@jest/globals'
import { flightMachine, transactionMachine } from '@cachechart/core'
import { cachePathOf, cachePaths } from './cache-path-of.ts'
import type { DiagramPath } from './diagram.ts'
import { toDiagram } from './to-diagram.ts'

const edges = [transactionMachine, flightMachine].flatMap((machine) => toDiagram(machine).edges)
const wayOf = ({ source, trigger }: (typeof edges)[number]) =>
  `${source} ${trigger.type === 'event' ? trigger.event : trigger.type}`

test('for every transition of both machines it is decided which way it belongs to, and for no other', () => {
  const decided = [...cachePaths].flatMap(([source, events]) =>
    [...events.keys()].map((event) => `${source} ${event}`),
  )
  expect(decided.toSorted()).toEqual(edges.map(wayOf).toSorted())
})

test('a diagram of either machine carries that decision', () => {
  for (const edge of edges) expect(edge.path).toBe(cachePathOf(edge))
})

describe('the way of a request keeps one colour', () => {
  test.each<[path: DiagramPath | null, event: string]>([
    [null, 'received request.lookup'],
    ['hit', 'awaitCache lookup.fresh'],
    ['hit', 'awaitCache lookup.staleObliged'],
    ['miss', 'awaitCache lookup.obliged'],
    ['miss', 'awaitBackend.attached reply.store'],
    ['miss', 'awaitCache lookup.joined'],
    ['miss', 'awaitFlight flight.shared'],
    ['pass', 'received request.pass'],
    ['pass', 'direct reply.received'],
    ['error', 'awaitBackend.attached reply.masked'],
    ['error', 'delivering delivery.failed'],
    ['background', 'received refresh.begin'],
    ['background', 'awaitBackend.detached reply.failed'],
    [null, 'delivering delivery.done'],
    ['miss', 'streaming.open body.done'],
    [null, 'awaitReply.open follower.joined'],
  ])('%s: %s', (path, way) => {
    expect(edges.find((edge) => wayOf(edge) === way)).toMatchObject({ path })
  })

  test('whoever leaves leaves any way, and only work without a client is in the background', () => {
    const { edges: ways } = toDiagram(transactionMachine)
    const leaving = ways.filter(({ targets }) => targets.includes('abandoned'))
    expect(new Set(leaving.map(({ path }) => path))).toEqual(new Set([null]))
    const settling = ways.filter(({ targets }) => targets.includes('settled'))
    expect(new Set(settling.map(({ path }) => path))).toEqual(new Set(['background']))
    const failing = ways.filter(({ targets }) => targets.includes('failed'))
    expect(new Set(failing.map(({ path }) => path))).toEqual(new Set(['error']))
  })
})

test.each([
  { source: 'awaitCache', trigger: { type: 'event', event: 'lookup.unheardOf' } },
  { source: 'nowhere', trigger: { type: 'event', event: 'lookup.fresh' } },
  { source: 'constructor', trigger: { type: 'event', event: 'name' } },
  { source: 'awaitCache', trigger: { type: 'always' } },
] as const)('a transition that the machines do not have belongs to no way: %j', (edge) => {
  expect(cachePathOf(edge)).toBeNull()
})
