import { messageField } from '../world/message-field.ts'
import type { Person } from '../world/person.ts'
import { numberIn } from '../world/version.ts'
import type { World } from '../world/world.ts'

/** What is wrong with a body that its client has read to its end; `undefined`: nothing. */
export const judgeBody = ({ versions }: World, person: Person): string | undefined => {
  const { name, response, state, text, wish } = person
  if (response === undefined || state !== 'whole' || response.source === 'cache') return undefined
  const { status } = response
  const number = numberIn(messageField(response, 'X-Version'))
  const version = versions.find((each) => each.number === number)
  if (wish.ask === 'head' || status === 304 || version === undefined)
    return text === '' ? undefined : `${name} gets content where there is none: ${text}`
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(messageField(response, 'Content-Range') ?? '')
  const [, first, last, length] =
    status === 206 ? (range ?? []) : [undefined, 0, Infinity, version.text.length]
  const expected = version.text.slice(Number(first), Number(last) + 1)
  if (text !== expected) return `${name} gets "${text}", and version ${version.number} has "${expected}"`
  const isSent = version.sent.slice(Number(first), Number(last) + 1).every(Boolean)
  // A range may be answered while the body arrives: what comes after it is not waited for.
  const isOnItsWay = status === 206 && response.source === 'origin'
  if (!isSent && !isOnItsWay)
    return `${name} is told that it has all of version ${version.number}, which never came to its end`
  // While it is on its way the origin is taken at its word; what is wrong with that is found at the end of the body.
  return Number(length) === version.text.length || !version.isTrue
    ? undefined
    : `${name} is told of ${length} bytes`
}
