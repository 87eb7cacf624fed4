import type { Person } from '../world/person.ts'
import type { Question } from '../world/question.ts'
import type { World } from '../world/world.ts'
import { isMarked } from './is-marked.ts'

/** What there is of a client's own when it leaves. */
export interface Departure {
  readonly person: Person
  /** Requests of which the origin has not answered the head. */
  readonly waiting: readonly Question[]
  /** Bodies that are on their way, and may be stored. */
  readonly storing: readonly Question[]
  /** Whether somebody else waits for the only fetch that there is. */
  readonly isWanted: boolean
}

/** To be asked before it leaves. */
export const departureOf = (world: World, person: Person): Departure => {
  const { origin } = world
  const own = origin.questions.filter(({ client }) => client === person.number)
  const storing = own.filter((question) => question.call.state === 'sending' && isStorable(world, question))
  return {
    person,
    waiting: own.filter(({ call }) => call.state === 'waiting'),
    storing,
    isWanted: isWanted(world, person),
  }
}

/** Whether nothing is in the way of what is coming. */
const isStorable = ({ reference, disturbances }: World, { page, asked }: Question): boolean => {
  const saying = reference.sayings.find((each) => each.asked === asked)
  if (saying === undefined || saying.forOne) return false
  const { age, lifetime } = reference.ageOf(saying, saying.answeredAt, saying.answered)
  const isDisturbed = disturbances.has(['purge', 'unsafe', 'store change'], { page, from: asked })
  return age < lifetime && !isDisturbed
}

const isWanted = ({ people, origin }: World, { wish, number }: Person): boolean => {
  const fetches = origin.waiting().filter(({ page }) => page === wish.page)
  const isAlike = (other: Person) =>
    other.number !== number &&
    other.wish.page === wish.page &&
    other.wish.ask === 'plain' &&
    other.wish.language === wish.language
  return fetches.length === 1 && people.some((other) => other.state === 'waiting' && isAlike(other))
}

/** Who has left has not taken with them what was to be stored, or what others wait for. */
export const judgeLeaving = (world: World, departure: Departure): string | undefined => {
  const { setting, disturbances, clock } = world
  const { person, waiting, storing } = departure
  const { page, ask } = person.wish
  const isFree = setting.abort === 'finishIfWanted' && !(departure.isWanted && waiting.length > 0)
  if (setting.abort === 'stop' || isFree || ask !== 'plain' || world.unanswered > 0) return undefined
  if (![...waiting, ...storing].some(({ call }) => call.state === 'cancelled')) return undefined
  // Who went to the origin without the cache may end that.
  if (disturbances.has(['deadline', 'store failure'], { page, from: person.sent })) return undefined
  if ([person.sentAt, clock.now()].some((time) => isMarked(world, page, time))) return undefined
  return `${person.name} leaves, and with that what was to be stored is given up`
}
