import { describe, test } from '@jest/globals'
import fc from 'fast-check'
import { playStory, storyArbitrary } from './play-story.ts'
import { seedsFor } from './seeds.ts'
import { tellFailure } from './tell-failure.ts'
import { settingArbitrary } from './world/setting.ts'

const { seeds, runs } = seedsFor(3_200)

const expectStories = async (seed: number): Promise<void> => {
  const property = fc.asyncProperty(settingArbitrary, storyArbitrary, playStory)
  await fc.assert(property, { seed, numRuns: runs, reporter: tellFailure })
}

describe('whatever happens in whatever order, the cache does what the reference permits', () => {
  test.each(seeds)(
    `in ${runs} stories from the seed %i`,
    async (seed) => {
      await expectStories(seed)
    },
    600_000,
  )
})
