import type fc from 'fast-check'
import type { World } from '../world/world.ts'

/** Something that may happen. */
export interface Deed {
  /** In a few words, with all that was chosen beforehand; a number chooses among those that are there. */
  readonly words: string
  /** Whether there is anything for it to be done to. */
  readonly may?: (world: Readonly<World>) => boolean
  /** Does it, and says who did what. */
  readonly act: (world: World) => string | Promise<string>
}

export type StoryCommand = fc.AsyncCommand<World, World>

/** A deed as a command of fast-check. The world is model and system in one: only it knows what the cache asks for next. */
export const commandOf = (deed: Deed): StoryCommand => ({
  check: (world) => deed.may?.(world) ?? true,
  run: async (world) => {
    const tell = world.story.begin()
    tell(deed.words)
    // In haste, what there was may be gone.
    if (deed.may?.(world) === false) return
    tell(await deed.act(world))
    await world.settle()
    world.judge()
  },
  toString: () => deed.words,
})

/** The one that a number stands for. */
export const chosen = <Each>(all: readonly Each[], number: number): Each => {
  const one = all[number % all.length]
  if (one === undefined) throw new RangeError('there is nothing to choose from')
  return one
}
