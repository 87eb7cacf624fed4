import { describe, expect, test } from '@jest/globals'
import { edgesOf, flightTable, transactionTable } from '../graph-paths.ts'
import { drivenPaths, drivenWalks } from './driven-paths.ts'
import { expectAllEnded } from './expect-all-ended.ts'
import { runPath } from './run-path.ts'
import { toldClient } from './told-client.ts'
import { unreachable } from './unreachable.ts'
import { walkedEdges } from './walked-edges.ts'

const walksOf = (machine: 'transaction' | 'flight') =>
  drivenWalks
    .filter(({ path }) => path.machine === machine)
    .map((walk) => ({ ...walk, title: walk.path.title }))

describe('a path of the transaction machine, on the driver', () => {
  test.each(walksOf('transaction'))('$title', async (walk) => {
    const scene = await runPath(walk)
    expect(walkedEdges(scene, walk.path)).toEqual(walk.path.edges)
    await scene.finish()
    expect(walkedEdges(scene, walk.path)).toEqual(walk.path.edges)
    const { outcome, body } = toldClient(walk.path)
    expect(scene.subject.outcomes).toEqual([outcome])
    expect(body === undefined ? body : await scene.subject.read()).toBe(body)
    expectAllEnded(scene)
  })
})

describe('a path of the flight machine, on the driver', () => {
  test.each(walksOf('flight'))('$title', async (walk) => {
    const scene = await runPath(walk)
    expect(walkedEdges(scene, walk.path)).toEqual(walk.path.edges)
    await scene.finish()
    expect(walkedEdges(scene, walk.path)).toEqual(walk.path.edges)
    expectAllEnded(scene)
  })
})

const tables = [
  { machine: 'transaction', table: transactionTable },
  { machine: 'flight', table: flightTable },
] as const

test.each(tables)(
  'the paths of the $machine machine walk all of its edges that can happen',
  ({ machine, table }) => {
    const walked = new Set(drivenPaths(machine).flatMap(({ edges }) => edges))
    const never = unreachable.filter(
      (reason) =>
        reason.machine === machine &&
        [reason.after, reason.next, reason.without].every((each) => each === undefined),
    )
    expect(edgesOf(table).filter((edge) => !walked.has(edge))).toEqual(never.flatMap(({ edges }) => edges))
  },
)
