import type { Person } from '../world/person.ts'
import type { Race } from './race.ts'

/** What is wrong with a race in which all want the same, and the origin has it: one request to it is enough for all. */
export const judgeShared = ({ world: { origin, people } }: Race): string | undefined => {
  if (origin.questions.length > 1) return `the origin is asked ${origin.questions.length} times`
  return judgeServed(people)
}

/** What is wrong where everybody has left: what the origin was asked for for them is stored all the same. */
export const judgeLeft = ({ world: { commits, origin } }: Race): string | undefined =>
  commits.length > 0 || origin.questions.length === 0
    ? undefined
    : 'nothing is stored of what they had asked for'

/** What is wrong where the first request to the origin fails: that is for its own client, and those who had begun to read. */
export const judgeFailed = ({ world: { origin, people } }: Race): string | undefined => {
  const [first] = origin.questions
  const isOfFirst = ({ number, state, response }: Person) =>
    number === first?.client || (state === 'broken' && response?.outcome === 'miss.follower')
  return judgeServed(people.filter((person) => !isOfFirst(person)))
}

const judgeServed = (people: readonly Person[]): string | undefined => {
  const lost = people.find(({ state, response }) => state !== 'whole' || response?.status !== 200)
  return lost === undefined ? undefined : `${lost.name} is left without the page: ${lost.state}`
}
