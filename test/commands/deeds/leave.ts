import { departureOf, judgeLeaving } from '../laws/judge-leaving.ts'
import type { Person } from '../world/person.ts'
import type { World } from '../world/world.ts'

/** A client goes, at whatever point it is. */
export const leave = (world: World, person: Person): void => {
  world.note('leave', person.wish.page)
  const departure = departureOf(world, person)
  person.leave()
  world.story.object(judgeLeaving(world, departure))
}
