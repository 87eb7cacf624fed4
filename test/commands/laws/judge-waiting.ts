import { limits } from '../world/limits.ts'
import type { Person } from '../world/person.ts'
import type { Question } from '../world/question.ts'
import { urlOf } from '../world/wish.ts'
import type { World } from '../world/world.ts'

/** Who waits though nobody owes anything, or though what they wait for has come; when all has happened that can. */
export const judgeWaiting = (world: World): string | undefined => judgeDeadlines(world) ?? judgeLost(world)

/** How long each state may wait; the delivery of a body goes by its pieces. */
const longest: { readonly [state: string]: number } = {
  awaitCache: limits.store,
  awaitFlight: limits.flight,
  'awaitBackend.attached': limits.reply,
  'awaitBackend.detached': limits.reply,
  direct: limits.reply,
}

const judgeDeadlines = ({ cache }: World): string | undefined => {
  const late = cache.inFlight().find(({ state, inState }) => inState > (longest[state] ?? Infinity))
  return late === undefined
    ? undefined
    : `${late.id} is in ${late.state} for ${late.inState / 1000} s already`
}

const judgeLost = (world: World): string | undefined => {
  if (world.unanswered > 0) return undefined
  for (const person of world.people) {
    if (person.state !== 'waiting') continue
    const owed = owedFor(world, person)
    if (owed.length === 0) return `${person.name} waits for what nobody owes`
    const [only, ...others] = owed
    if (only !== undefined && others.length === 0 && hasCome(world, person, only))
      return `${person.name} waits, though what was asked for has come`
  }
  return undefined
}

/** What the origin has not answered yet, or not wholly. */
const owedFor = ({ origin }: World, { wish }: Person): readonly Question[] =>
  origin.questions.filter(
    ({ call }) =>
      call.request.url === urlOf(wish.page) && (call.state === 'waiting' || call.state === 'sending'),
  )

/** Whether the head of a reply has come that is for a client who waited for it from the beginning. */
const hasCome = (
  { reference, disturbances, setting }: World,
  person: Person,
  { call, page, asked }: Question,
): boolean => {
  const saying = reference.sayings.find((each) => each.asked === asked)
  // With a small window a client may come too late for the first byte.
  if (
    setting.window < 1_000 ||
    call.state !== 'sending' ||
    saying === undefined ||
    person.wish.ask !== 'plain'
  )
    return false
  if (saying.answered < person.sent || saying.forOne || saying.control.veto === 'no-cache') return false
  if (saying.language !== null && saying.language !== person.wish.language) return false
  const isWhole = call.request.method === 'GET' && !call.request.fields.includes('Range')
  return isWhole && !disturbances.has(['purge', 'unsafe', 'store failure'], { page, from: person.sent })
}
