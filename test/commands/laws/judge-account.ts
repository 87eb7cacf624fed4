import type { World } from '../world/world.ts'

/** What is wrong with the books at any time. */
export const judgeAccount = ({ cache, people }: World): string | undefined => {
  const { leaks, ...lines } = cache.ledger()
  if (leaks > 0) return `${leaks} leaks`
  for (const [what, { taken, discharged }] of Object.entries(lines))
    if (discharged > taken) return `${what}: ${taken} taken, and ${discharged} discharged`
  const twice = people.find(({ outcomes }) => outcomes > 1)
  return twice === undefined ? undefined : `${twice.name} has ${twice.outcomes} outcomes`
}

/** What is left when everything has come to its end; `undefined`: nothing. */
export const judgeEnd = (world: World): string | undefined => {
  const { cache, clock, people, origin } = world
  const open = cache.inFlight()
  if (open.length > 0) return `still in flight: ${open.map(({ id, state }) => `${id} in ${state}`).join()}`
  const { leaks: _none, ...lines } = cache.ledger()
  for (const [what, { taken, discharged }] of Object.entries(lines))
    if (taken !== discharged) return `${what}: ${taken} taken, and ${discharged} discharged`
  // What the store would not remove it is asked to remove again.
  const retries = Math.min(1, cache.storeHealth().owedInvalidations)
  if (clock.pending() > retries) return `${clock.pending()} timers are left`
  const lost = people.find(({ isOpen }) => isOpen)
  if (lost !== undefined) return `${lost.name} is left ${lost.state}`
  const without = people.find(({ state, outcomes }) => state !== 'cut' && outcomes !== 1)
  if (without !== undefined) return `${without.name} has ${without.outcomes} outcomes`
  const left = origin.questions.filter(
    (question) => question.call.state === 'waiting' || question.call.state === 'sending',
  )
  return left.length === 0 ? undefined : `${left.length} calls of the origin are left`
}
