import { describe, expect, test } from '@jest/globals'
import { expectedLeaderLine, possibleLines } from './expected-flight-lines.ts'
import { FlightPlay } from './flight-play.ts'
import type { FlightWalk } from './flight-walk.ts'
import { flightWalksOf } from './flight-walks.ts'
import { prepare } from './prepare.ts'
import { socketFrontNames } from './socket-front-name.ts'
import { socketFronts } from './socket-fronts.ts'
import { socketStage } from './socket-stage.ts'

describe.each(socketFrontNames)('%s', (name) => {
  const { errors } = socketFronts[name]
  const rows = flightWalksOf(name).map((walk): readonly [string, FlightWalk] => [walk.path.title, walk])
  test.each(rows)('%s', async (_title, walk) => {
    const { path, moves, scene } = walk
    const set = await socketStage(name, scene)
    try {
      await prepare(set.stage, scene.stored)
      const play = new FlightPlay(set, scene)
      await play.lead()
      for (const [at, { happens }] of moves.entries()) {
        await happens?.(play)
        await play.until(
          `${path.edges[at] ?? ''}, after ${play.steps.map(({ event }) => event).join()}`,
          () => play.steps.length > at,
        )
        expect(play.steps.slice(0, at + 1).map(({ event }) => event)).toEqual(path.events.slice(0, at + 1))
      }
      await play.finish()
      expect(play.steps.map(({ event }) => event)).toEqual(path.events)
      expect(play.steps.map(({ to }) => to)).toEqual(path.states.slice(1))
      expect(await play.client.line).toBe(expectedLeaderLine(walk, errors))
      for (const { line } of play.others) expect(possibleLines(walk)).toContain(await line)
    } finally {
      await set.stage.strike()
    }
  })
})
