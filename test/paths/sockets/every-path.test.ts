import { describe, expect, test } from '@jest/globals'
import { expectedLine } from './expected-line.ts'
import { Play } from './play.ts'
import { prepare } from './prepare.ts'
import type { DrivablePath } from './script-of.ts'
import { socketFrontNames } from './socket-front-name.ts'
import { socketFronts } from './socket-fronts.ts'
import { socketPathsOf } from './socket-paths.ts'
import { socketStage } from './socket-stage.ts'

describe.each(socketFrontNames)('%s', (name) => {
  const rows = socketPathsOf(name).map((walk): readonly [string, DrivablePath] => [walk.path.title, walk])
  test.each(rows)('%s', async (_title, walk) => {
    const { path, scripts, scene } = walk
    const set = await socketStage(name, scene)
    try {
      await prepare(set.stage, scene.stored)
      const play = new Play(set, walk)
      for (const [at, script] of scripts.entries()) {
        await script.happens?.(play)
        await play.until(
          `${path.edges[at] ?? ''}, after ${play.steps.length} steps`,
          () => play.steps.length > at,
        )
        expect(play.steps.slice(0, at + 1).map(({ event }) => event)).toEqual(path.events.slice(0, at + 1))
      }
      await play.finish()
      expect(play.steps.map(({ event }) => event)).toEqual(path.events)
      expect(play.steps.map(({ to }) => to)).toEqual(path.states.slice(1))
      expect(await play.client.line).toBe(expectedLine(walk, socketFronts[name].errors))
    } finally {
      await set.stage.strike()
    }
  })
})
