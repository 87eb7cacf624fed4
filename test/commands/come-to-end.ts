import type { ReplyPlan } from './world/reply-plan.ts'
import { wholeReply } from './world/whole-reply.ts'
import { pages } from './world/wish.ts'
import type { World } from './world/world.ts'

/** How the origin answers whoever still waits at the end of a story. */
const lastWord: ReplyPlan = { ...wholeReply, comes: 'at once', filling: 0 }

const isQuiet = ({ cache, people, clock, unanswered }: World): boolean =>
  cache.inFlight().length + clock.pending() + unanswered === 0 && !people.some(({ isOpen }) => isOpen)

/** Everybody does what is left to do, until nothing is. */
export const comeToEnd = async (world: World): Promise<void> => {
  for (let turn = 0; turn < 60; turn += 1) {
    world.store.release()
    await world.settle('all')
    for (const question of world.origin.waiting()) world.origin.answer(question, lastWord)
    for (const open of world.origin.sending()) world.origin.sendMore(open, Infinity)
    for (const person of world.people) person.readOn()
    await world.settle('all')
    if (isQuiet(world)) return
    // Deadlines are for what does not come; here all comes, save where nobody has to do it.
    if (turn > 20) await world.pass(1)
  }
}

/** Those who come last find what is stored then. */
export const comeLast = async (world: World): Promise<void> => {
  for (const page of pages)
    for (const language of ['en', 'de'] as const) {
      world.story.begin()(`at last somebody asks for ${page} (${language})`)
      world.send({ page, language, ask: 'plain', reads: 'at once' })
      await comeToEnd(world)
    }
}
