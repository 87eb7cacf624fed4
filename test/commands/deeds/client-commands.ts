import fc from 'fast-check'
import type { Person } from '../world/person.ts'
import type { World } from '../world/world.ts'
import { chosen, commandOf, type StoryCommand } from './deed.ts'
import { leave } from './leave.ts'

const isReading = ({ state, wish }: Person) => state === 'reading' && wish.reads === 'when told'

/** Some client goes. */
export const leaveCommand: fc.Arbitrary<StoryCommand> = fc.nat(7).map((which) =>
  commandOf({
    words: 'a client leaves',
    may: ({ people }) => people.some(({ isOpen }) => isOpen),
    act: (world: World) => {
      const person = chosen(
        world.people.filter(({ isOpen }) => isOpen),
        which,
      )
      const { state } = person
      leave(world, person)
      return `${person.name}, ${state}, leaves`
    },
  }),
)

/** A client that takes its time takes the next piece of its body. */
export const readCommand: fc.Arbitrary<StoryCommand> = fc.nat(7).map((which) =>
  commandOf({
    words: 'a client reads on',
    may: ({ people }) => people.some(isReading),
    act: ({ people }) => {
      const person = chosen(people.filter(isReading), which)
      person.readOn()
      return `${person.name} reads on`
    },
  }),
)
