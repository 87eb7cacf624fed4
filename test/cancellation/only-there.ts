import type { AbortChoice, AbortPolicy } from '@cachechart/core'

/** A role and a state of the abort policy. */
export type PolicyPlace =
  | readonly ['leader' | 'background', 'awaitBackend' | 'delivering']
  | readonly ['follower', 'awaitFlight' | 'delivering']

export const choices = ['finish', 'finishIfWanted', 'stop'] as const satisfies readonly AbortChoice[]

/**
 * A policy with this choice at one place, and everywhere else another, under which what is to be seen would not be: so that
 * a test knows by which of them a fetch went. What is wanted by somebody goes on under either.
 */
export function onlyThere([role, state]: PolicyPlace, choice: AbortChoice): AbortPolicy {
  const other = choice === 'finish' ? 'finishIfWanted' : 'finish'
  const policy = {
    leader: { awaitBackend: other, delivering: other },
    follower: { awaitFlight: other, delivering: other },
    background: { awaitBackend: other, delivering: other },
  } as const
  return { ...policy, [role]: { ...policy[role], [state]: choice } }
}
