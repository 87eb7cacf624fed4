import fc from 'fast-check'
import type { Question } from '../world/question.ts'
import { replyPlanArbitrary, tellPlan } from '../world/reply-plan.ts'
import type { World } from '../world/world.ts'
import { chosen, commandOf, type StoryCommand } from './deed.ts'

const index = fc.nat(7)

const nameOf = ({ people }: World, { client, call }: Question): string =>
  `${people[client - 1]?.name ?? 'nobody'}'s ${call.request.method} for ${call.request.url.slice(-2)}`

/** The origin answers one of the requests that it has. */
export const answerCommand: fc.Arbitrary<StoryCommand> = fc
  .record({ which: index, plan: replyPlanArbitrary })
  .map(({ which, plan }) =>
    commandOf({
      words: `the origin answers (${tellPlan(plan)})`,
      may: ({ origin }) => origin.waiting().length > 0,
      act: (world) => {
        const question = chosen(world.origin.waiting(), which)
        return `to ${nameOf(world, question)} the origin ${world.origin.answer(question, plan)}`
      },
    }),
  )

/** The origin sends more of a body, or the end of it. */
export const bodyCommand: fc.Arbitrary<StoryCommand> = fc
  .record({ which: index, bytes: fc.constantFrom(Infinity, 1, 3, 8) })
  .map(({ which, bytes }) =>
    commandOf({
      words: bytes === Infinity ? 'the rest of a body comes' : `${bytes} bytes of a body come`,
      may: ({ origin }) => origin.sending().length > 0,
      act: (world) => {
        const open = chosen(world.origin.sending(), which)
        const what = `version ${open.version.number} comes for ${nameOf(world, open.question)}`
        const count = world.origin.sendMore(open, bytes)
        return bytes === Infinity ? `the rest of ${what}` : `more of ${what} (${count} bytes)`
      },
    }),
  )

/** A connection to the origin breaks, before the head or within the body. */
export const breakCommand: fc.Arbitrary<StoryCommand> = index.map((which) =>
  commandOf({
    words: 'a connection to the origin breaks',
    may: ({ origin }) => origin.waiting().length + origin.sending().length > 0,
    act: (world) => {
      const { origin } = world
      const question = chosen([...origin.waiting(), ...origin.sending().map((open) => open.question)], which)
      origin.fail(question)
      return `the connection for ${nameOf(world, question)} breaks`
    },
  }),
)
