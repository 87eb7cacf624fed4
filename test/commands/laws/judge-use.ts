import type { CacheResponse } from '@cachechart/core'
import { fieldValues, messageField } from '../world/message-field.ts'
import type { Person } from '../world/person.ts'
import { numberIn } from '../world/version.ts'
import { demandOf } from '../world/wish.ts'
import type { World } from '../world/world.ts'

/** Statuses of replies that are no version of a page. */
const withoutVersion = new Set([204, 303, 416, 500])

/** What is wrong with a response at the moment in which its client gets it; `undefined`: nothing. */
export const judgeUse = (world: World, person: Person, response: CacheResponse): string | undefined =>
  judgeMark(person, response.fields) ?? judgeVersion(world, person, response)

/** Header operations: once, on whatever way the response came. */
export const judgeMark = ({ name }: Person, fields: readonly string[]): string | undefined => {
  const marks = fieldValues({ fields }, 'X-Mark')
  return marks.length === 1 && marks[0] === name
    ? undefined
    : `${name}'s own field is there as ${marks.join()}`
}

const judgeVersion = (world: World, person: Person, response: CacheResponse): string | undefined => {
  const { name, wish } = person
  const { status } = response
  const isAsked = world.origin.questions.some(({ client }) => client === person.number)
  if (wish.ask === 'only-if-cached' && isAsked) return `the origin is asked for ${name}, against §5.2.1.7`
  const number = numberIn(messageField(response, 'X-Version') ?? messageField(response, 'ETag'))
  if (number === undefined) {
    if (status === 504 && wish.ask === 'only-if-cached' && response.source === 'cache') return undefined
    return withoutVersion.has(status) ? undefined : `${name} gets ${status}, which nobody has said`
  }
  if (status === 304 && wish.ask !== 'conditional') return `${name} gets 304 without having asked for that`
  const { reference, clock } = world
  const use = {
    version: number,
    client: person.number,
    page: wish.page,
    language: wish.language,
    demand: demandOf(wish.ask),
    sent: person.sent,
    sentAt: person.sentAt,
    now: clock.now(),
    waited: response.waited,
    shared: response.outcome === 'miss.follower',
    masked: response.maskedError !== undefined,
  }
  const objection = reference.objection(use)
  if (objection !== undefined) return `${name} may not get version ${number}: ${objection}`
  return judgeAge(world, person, response)
}

/** RFC 9111 §5.1: the Age of a stored response is that of something that was said of it. */
const judgeAge = (
  { reference, clock }: World,
  person: Person,
  response: CacheResponse,
): string | undefined => {
  const age = messageField(response, 'Age')
  if (response.source !== 'stored' || age === undefined) return undefined
  const number = numberIn(messageField(response, 'X-Version') ?? messageField(response, 'ETag'))
  const ages = reference.sayings
    .filter(({ version }) => version === number)
    .map((saying) => reference.ageOf(saying, clock.now(), person.sent).age)
  return ages.includes(Number(age))
    ? undefined
    : `${person.name} gets Age: ${age}; it is ${ages.join(' or ')}`
}
