import type { CompiledMachine, CompiledState } from '../../engine/compiled-machine.ts'

/**
 * The states in which a machine waits for what was asked of somebody: all that are not final, but for the first one where
 * nothing is ordered at the start and no way leads back to it. Nothing was asked there, so nothing can fail.
 */
export const waitingStates = ({ initial, initialEffects, states }: CompiledMachine): CompiledState[] => {
  const comesBack = [...states.values()].some(({ on }) =>
    [...on.values()].some(({ target }) => target === initial),
  )
  const isIdle = initialEffects.length === 0 && !comesBack
  return [...states.values()].filter((state) => !state.final && !(isIdle && state === initial))
}
