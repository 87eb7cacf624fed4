import fc from 'fast-check'
import { comeLast, comeToEnd } from './come-to-end.ts'
import { leaveCommand, readCommand } from './deeds/client-commands.ts'
import type { StoryCommand } from './deeds/deed.ts'
import { breakCommand, answerCommand, bodyCommand } from './deeds/origin-commands.ts'
import { purgeCommand } from './deeds/purge-command.ts'
import { sendCommand } from './deeds/send-command.ts'
import { failStoreCommand, releaseCommand, restartCommand, timeCommand } from './deeds/world-commands.ts'
import { judgeEnd } from './laws/judge-account.ts'
import { judgeFindable } from './laws/judge-findable.ts'
import { judgeStore } from './laws/judge-store.ts'
import type { Setting } from './world/setting.ts'
import { World } from './world/world.ts'

const times = (count: number, command: fc.Arbitrary<StoryCommand>) =>
  Array.from({ length: count }, () => command)

/** Any story; what happens more often is there several times. */
export const storyArbitrary = fc.commands(
  [
    ...times(16, sendCommand),
    ...times(20, answerCommand),
    ...times(4, bodyCommand),
    ...times(9, timeCommand),
    ...times(3, releaseCommand),
    ...times(2, leaveCommand),
    ...times(2, readCommand),
    ...times(3, purgeCommand),
    breakCommand,
    failStoreCommand,
    restartCommand,
  ],
  { maxCommands: 60, size: 'max' },
)

/** Plays a story on the real cache. @throws StoryError with the story, where something is wrong with it */
export const playStory = async (setting: Setting, commands: Iterable<StoryCommand>): Promise<void> => {
  const world = new World(setting)
  await fc.asyncModelRun(() => ({ model: world, real: world }), commands)
  await world.settle('all')
  world.story.begin()('everything comes to its end')
  await comeToEnd(world)
  for (const judge of [judgeEnd, judgeStore, judgeFindable]) world.story.object(judge(world))
  await comeLast(world)
  world.story.object(judgeEnd(world))
  world.judge()
}
