import { turnsIn, type Course } from './course.ts'
import { isOwed, type DebtStatus } from './debt-status.ts'
import { findingOf, type LintFinding } from './finding.ts'
import { listWords, ordersAmong } from './list-words.ts'
import { wayOf, type Passage } from './walk.ts'

/**
 * The edges behind which nothing discharges a debt any more, on no way: not the ends at which it is missed, but the
 * steps at which it is lost.
 */
export const findLostDebts = (course: Course): LintFinding[] => {
  const { debt, table, first, passages } = course
  const hopeful = hopefulPlaces(course)
  const isHopeful = (state: string, status: DebtStatus) => hopeful.has(placeOf(state, status))
  const lost = passages.filter((passage) => {
    const { from, before, edge, after } = passage
    if (!isOwed(after) || isHopeful(edge.target.name, after)) return false
    return !isOwed(before) || isHopeful(from.name, before)
  })
  const findings = lost.map((passage) => {
    const { from, edge, after } = passage
    const place = { state: from.name, event: edge.event }
    const message = `after ${wayOf(passage)} nothing discharges ${debt.name} any more, on no way from "${edge.target.name}" on: ${debt.because}. Order ${cure(course, after)} on this edge, or on every way behind it.`
    return findingOf('undischarged', place, message)
  })
  if (!isOwed(first) || isHopeful(table.initial.name, first)) return findings
  const atStart = `nothing discharges ${debt.name}, on no way from "${table.initial.name}" on: ${debt.because}. Order ${cure(course, first)} on every way.`
  return [findingOf('undischarged', { state: table.initial.name }, atStart), ...findings]
}

const cure = ({ debt, table }: Course, status: DebtStatus): string => {
  const { discharged, handedOn } = debt
  const words = status === 'handedOn' ? handedOn?.discharged : [...discharged, ...(handedOn?.by ?? [])]
  return listWords(ordersAmong(words ?? [], table))
}

/** The final states that say that a debt was discharged, and are reached where it was not. */
export const findFalseEndings = ({ debt, table, passages }: Course): LintFinding[] =>
  passages
    .filter(({ edge, after }) => isClaim(debt.claimedBy, edge.target.name) && isUnsettled(after))
    .map((passage) => {
      const { from, edge } = passage
      const way = wayOf(passage)
      const message = `"${edge.target.name}" says that ${debt.name} was given, and on the way ${way} it never was: whoever counts outcomes counts a wrong one. Order ${listWords(ordersAmong(debt.discharged, table))} on this way, or end it in another state.`
      return findingOf('false-ending', { state: from.name, event: edge.event }, message)
    })

const isClaim = (claims: readonly string[] | undefined, state: string): boolean =>
  claims?.includes(state) === true

/** A debt that is still owed there is found as one that is lost. */
const isUnsettled = (status: DebtStatus): boolean => status === 'none' || status === 'void'

const placeOf = (state: string, status: DebtStatus): string => `${state} ${status}`

/** The states, with where the debt stands there, from which some way discharges it; that somebody may leave is no hope. */
const hopefulPlaces = ({ debt, passages }: Course): ReadonlySet<string> => {
  const before = new Map<string, string[]>()
  const hopeful: string[] = []
  for (const passage of passages) {
    const from = placeOf(passage.from.name, passage.before)
    if (endsDebt(debt, passage)) hopeful.push(from)
    else if (isOwed(passage.before)) {
      const to = placeOf(passage.edge.target.name, passage.after)
      const earlier = before.get(to)
      if (earlier === undefined) before.set(to, [from])
      else earlier.push(from)
    }
  }
  const reached = new Set(hopeful)
  // A set that is read while it grows hands out what is added.
  for (const place of reached) for (const earlier of before.get(place) ?? []) reached.add(earlier)
  return reached
}

const endsDebt = (debt: Course['debt'], passage: Passage<DebtStatus>): boolean =>
  turnsIn(debt, passage).some((turn) => isOwed(turn.before) && !isOwed(turn.status) && turn.status !== 'void')
