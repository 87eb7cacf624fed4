import { describe, test } from '@jest/globals'
import fc from 'fast-check'
import { judgeFailed, judgeLeft, judgeShared } from './races/judge-race.ts'
import {
  failedRaceArbitrary,
  leftRaceArbitrary,
  raceArbitrary,
  sharedRaceArbitrary,
  type RacePlan,
} from './races/race-plan.ts'
import { Race } from './races/race.ts'
import { seedsFor } from './seeds.ts'
import { tellFailure } from './tell-failure.ts'

const { seeds, runs } = seedsFor(1_000)

/** Races of one kind, and what has to be true of each when it is over, beside all laws. */
interface Races {
  readonly plans: fc.Arbitrary<RacePlan>
  readonly judge: (race: Race) => string | undefined
}

const expectRaces = async ({ plans, judge }: Races, seed: number): Promise<void> => {
  const property = fc.asyncProperty(plans, fc.scheduler(), async (plan, scheduler) => {
    const race = new Race(plan, scheduler)
    await race.run()
    race.world.story.object(judge(race))
    await race.comeLast()
  })
  await fc.assert(property, { seed, numRuns: runs, reporter: tellFailure })
}

describe.each(seeds)(`in whatever order promises are resolved, ${runs} times from the seed %i`, (seed) => {
  test.each<[string, Races]>([
    [
      'each client has one outcome, which the reference permits, and nothing is left',
      { plans: raceArbitrary, judge: () => undefined },
    ],
    [
      'all who want the same share one request to the origin',
      { plans: sharedRaceArbitrary, judge: judgeShared },
    ],
    ['what is worth it is stored, though all have left', { plans: leftRaceArbitrary, judge: judgeLeft }],
    ['nobody is lost when the first fetch fails', { plans: failedRaceArbitrary, judge: judgeFailed }],
  ])(
    '%s',
    async (_, races) => {
      await expectRaces(races, seed)
    },
    600_000,
  )
})
