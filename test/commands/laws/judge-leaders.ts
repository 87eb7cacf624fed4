import type { Question } from '../world/question.ts'
import type { World } from '../world/world.ts'
import { isMarked } from './is-marked.ts'

/** What may have changed the answer to the question by whom a request could be answered. */
const changes = ['answer', 'store change', 'purge', 'unsafe'] as const

/** After these a request may have gone to the origin by itself. */
const breaks = ['store failure', 'deadline', 'restart'] as const

/** Whether two requests ask for the very same, and nothing has happened between them: then one of them had to wait. */
const isNeedless = (world: World, first: Question, second: Question): boolean => {
  const [one, other] = [first, second].map(({ client }) => world.people[client - 1])
  if (one?.wish.ask !== 'plain' || other?.wish.ask !== 'plain') return false
  if (first.page !== second.page || one.wish.language !== other.wish.language) return false
  if ([first, second].some(({ page, askedAt }) => isMarked(world, page, askedAt))) return false
  const { page } = first
  const sent = Math.min(one.sent, other.sent)
  if (world.disturbances.has(breaks, { page, from: sent })) return false
  // Who is woken, or whose lookup took its time, goes by the selecting fields that were known before.
  const isSelected = world.reference.sayings.some(
    (saying) => saying.page === page && saying.language !== null,
  )
  if (isSelected && world.disturbances.has(['answer', 'store change'], { page, from: sent, to: first.asked }))
    return false
  return !world.disturbances.has(changes, { page, from: first.asked, to: second.asked })
}

/** At most one request at a time asks the origin for the same. */
export const judgeLeaders = (world: World): string | undefined => {
  const waiting = world.origin.waiting()
  for (const [index, second] of waiting.entries()) {
    const first = waiting.slice(0, index).find((each) => isNeedless(world, each, second))
    if (first === undefined) continue
    const names = [first, second].map(({ client }) => world.people[client - 1]?.name)
    return `${names.join(' and ')} both ask the origin for ${second.page}`
  }
  return undefined
}
