import { describe, expect, test } from '@jest/globals'
import { barredWalks } from './driven-paths.ts'
import { furtherFlightPaths } from '../further-paths.ts'
import { runPath, type Walk } from './run-path.ts'
import { bars, canHappen, unreachable } from './unreachable.ts'
import { walkedEdges } from './walked-edges.ts'

/** The edges that were walked where it was tried all the same; what the script itself lacked is no edge. */
const tried = async (walk: Walk): Promise<readonly string[]> => {
  try {
    const scene = await runPath(walk)
    const edges = walkedEdges(scene, walk.path)
    await scene.finish()
    return edges
  } catch {
    return []
  }
}

describe('what the graph has and the driver never does', () => {
  test.each(unreachable)('$why', async (reason) => {
    const barred = barredWalks.filter(({ path }) => bars(reason, path))
    const happened: string[] = []
    for (const walk of barred) {
      if ((await tried(walk)).join() === walk.path.edges.join()) happened.push(walk.path.title)
    }
    expect(happened).toEqual([])
    // A reason that no path needs has had its day.
    const needed = barred.filter(({ path }) => unreachable.filter((other) => bars(other, path)).length === 1)
    expect(needed.length).toBeGreaterThan(0)
  })

  test('is in the way of none of the paths that are walked besides', () => {
    expect(furtherFlightPaths.filter((path) => !canHappen(path))).toEqual([])
  })
})
