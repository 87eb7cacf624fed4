import type { CompiledMachine, CompiledState } from '../../engine/compiled-machine.ts'
import type { Course } from './course.ts'
import { isOwed } from './debt-status.ts'
import { findingOf, type LintFinding } from './finding.ts'

/** The debt that a timer is: of the standard ones, the one whose word this is. */
export const takesTimer = ({ debt }: Course): boolean => debt.taken.includes('deadline.set')

/** The deadline that a state names in its `meta`; `none` where it names none. */
const deadlineOf = ({ meta }: CompiledState): string => {
  const named: unknown = Object(meta).deadline
  return typeof named === 'string' ? named : 'none'
}

/** States that name a deadline and do not hear that it has passed, and those that hear of one and name none. */
export const findUnheardDeadlines = ({ states }: CompiledMachine): LintFinding[] =>
  [...states.values()].flatMap((state) => {
    const place = { state: state.name }
    const deadline = deadlineOf(state)
    const hears = [...state.on.keys()].some((event) => event.startsWith('deadline.'))
    if (deadline !== 'none' && !hears) return [findingOf('deadline', place, unheard(deadline))]
    return deadline === 'none' && hears ? [findingOf('deadline', place, unnamed)] : []
  })

/** States that name a deadline in which, on some way, none is running, and those that name none in which one is. */
export const findUnsetDeadlines = ({ table, resting }: Course): LintFinding[] =>
  [...table.states.values()].flatMap((state) => {
    const place = { state: state.name }
    const deadline = deadlineOf(state)
    const statuses = [...(resting.get(state.name) ?? [])]
    if (deadline !== 'none' && statuses.some((status) => !isOwed(status)))
      return [findingOf('deadline', place, unset(deadline))]
    // A final state in which one is running is found as a way on which it is lost.
    const isLate = deadline === 'none' && !state.final && statuses.some(isOwed)
    return isLate ? [findingOf('deadline', place, uncleared)] : []
  })

const unheard = (deadline: string): string =>
  `its deadline is "${deadline}", and none of its events says that it has passed: it would be waited out for ever. List deadline.passed, or another event of that noun, or say deadline: 'none'.`

const unnamed = `it hears of a deadline, and its meta names none: the edge is never taken, and reports say that nothing guards it. Name the deadline in meta, or take the edge away.`

const unset = (deadline: string): string =>
  `its deadline is "${deadline}", and on some way no timer runs here: what it waits for may never come, and nothing ends the wait. Order deadline.set on entry, and deadline.clear on exit.`

const uncleared = `its meta names no deadline, and on some way a timer still runs here: it fires where nobody expects it. Order deadline.clear on the way in, or name the deadline in meta.`
