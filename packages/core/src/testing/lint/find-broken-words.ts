import { turnsIn, type Course } from './course.ts'
import type { Turn } from './debt-status.ts'
import type { Debt } from './debt.ts'
import { findingOf, type LintFinding, type LintRule } from './finding.ts'
import { listWords, ordersAmong } from './list-words.ts'
import { wayOf, type Passage } from './walk.ts'

/** A word that says of a debt what is not so. */
interface BrokenWord {
  readonly rule: LintRule
  readonly turn: Turn
  /** Where it is said; at the start where there is none. */
  readonly passage?: Passage
}

/** Words that take what is owed already, or discharge what is not owed. */
export const findBrokenWords = (course: Course): LintFinding[] => {
  const groups = Map.groupBy(brokenOnEdges(course), ({ passage, turn }) =>
    turn.broken === 'unowed' && turn.before === 'none' ? (passage?.from.name ?? '') : '',
  )
  const single = [...groups].flatMap(([state, broken]) => (isOneFault(state, broken) ? [] : broken))
  const grouped = [...groups].flatMap(([state, broken]) => (isOneFault(state, broken) ? [broken] : []))
  return [
    ...[...brokenAtStart(course), ...single].map((broken) => findingAt(course, broken)),
    ...grouped.map((broken) => findingBefore(course, broken)),
  ]
}

/** Where many edges of a state discharge what nothing has taken, it is the way into the state that is wrong. */
const isOneFault = (state: string, broken: readonly BrokenWord[]): boolean =>
  state !== '' && broken.length > 2

const brokenAtStart = ({ start }: Course): BrokenWord[] =>
  start.flatMap((turn) => (turn.broken === undefined ? [] : [{ rule: turn.broken, turn }]))

const brokenOnEdges = (course: Course): BrokenWord[] => {
  const { debt, passages } = course
  const found = new Map<string, BrokenWord>()
  const sound = new Set<string>()
  for (const passage of passages) {
    for (const [index, turn] of turnsIn(debt, passage).entries()) {
      const key = `${passage.from.name} ${passage.edge.event} ${index}`
      if (turn.broken === undefined) sound.add(key)
      else if (!found.has(key)) found.set(key, { rule: turn.broken, turn, passage })
    }
  }
  // Of a crowd nobody may be there on one way, and somebody on another: the word is for those.
  if (debt.times === 'crowd') for (const key of sound) found.delete(key)
  return [...found.values()]
}

const findingAt = (course: Course, { rule, turn, passage }: BrokenWord): LintFinding => {
  const { table } = course
  const place =
    passage === undefined
      ? { state: table.initial.name }
      : { state: passage.from.name, event: passage.edge.event }
  const way = passage === undefined ? 'at the start' : `on the way ${wayOf(passage)}`
  return findingOf(rule, place, messages[turn.broken ?? 'unowed'](course, turn, way))
}

const findingBefore = ({ debt }: Course, broken: readonly BrokenWord[]): LintFinding => {
  const [first] = broken
  const previous = first?.passage?.previous
  const way = previous === undefined ? 'at the start' : `on the way ${wayOf(previous)}`
  const words = listWords([...new Set(broken.map(({ turn }) => turn.word))])
  const message = `${way} nothing has taken ${debt.name}, and ${words} discharges it here: ${twice}. Order ${takenBy(debt)} on the way here, or lead it elsewhere.`
  return findingOf('unowed', { state: first?.passage?.from.name ?? '' }, message)
}

const twice = 'whoever runs the machine would end what is not there, or end it twice'

const messages: Readonly<
  Record<NonNullable<Turn['broken']>, (course: Course, turn: Turn, way: string) => string>
> = {
  undischarged: ({ debt, table }, { word }, way) =>
    `${way}, "${word}" takes ${debt.name} while the one before is still owed: ${debt.because}. Order ${listWords(ordersAmong(debt.discharged, table))} before it.`,
  retaken: ({ debt }, { word }, way) =>
    `${way}, "${word}" takes ${debt.name} a second time: it is taken once, and whoever carries out the effect expects no other. Lead the edge elsewhere, or take the effect away.`,
  unowed: ({ debt }, { word, before }, way) => {
    const hands = debt.handedOn?.by.includes(word) === true ? 'hands on' : 'discharges'
    return `${way}, "${word}" ${hands} ${debt.name}, and ${reasons(debt)[before]}: ${twice}. Keep one such word on each way, after ${takenBy(debt)}.`
  },
}

const reasons = ({ times, creditor, handedOn }: Debt): Readonly<Record<Turn['before'], string>> => ({
  none: times === 'crowd' ? 'on no way is it owed to anybody here' : 'nothing has taken it',
  owed: `it has not been handed on (${listWords(handedOn?.by ?? [])})`,
  handedOn: `it has been handed on: only ${listWords(handedOn?.discharged ?? [])} discharges it then`,
  discharged: 'it is discharged already',
  void: `${creditor?.name ?? 'the other side'} is not there`,
})

const takenBy = ({ taken, since }: Debt): string => (since === 'start' ? 'the start' : listWords(taken))
