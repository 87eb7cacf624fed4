import type { decideAdmission } from '../../packages/core/src/policy/admit.ts'
import type { createStoredResponse } from '../../packages/core/src/policy/create-stored.ts'
import type { definePolicy } from '../../packages/core/src/policy/default-policy.ts'
import type { presentStored } from '../../packages/core/src/policy/present.ts'
import type { decideReply } from '../../packages/core/src/policy/reply.ts'
import type { decideReuse } from '../../packages/core/src/policy/reuse.ts'
import type { selectVariant } from '../../packages/core/src/policy/select-variant.ts'

/** The functions of the policy that a request goes through. They are not public. */
export interface PolicyFunctions {
  readonly createStoredResponse: typeof createStoredResponse
  readonly decideAdmission: typeof decideAdmission
  readonly decideReply: typeof decideReply
  readonly decideReuse: typeof decideReuse
  readonly definePolicy: typeof definePolicy
  readonly presentStored: typeof presentStored
  readonly selectVariant: typeof selectVariant
}

const modules = ['admit', 'create-stored', 'default-policy', 'present', 'reply', 'reuse', 'select-variant']

/** Loads them from where this process has the core from: the build, or the sources. */
export async function loadPolicy(): Promise<PolicyFunctions> {
  const core = import.meta.resolve('@cachechart/core')
  const extension = core.slice(core.lastIndexOf('.'))
  const load = (name: string): Promise<object> =>
    import(new URL(`policy/${name}${extension}`, core).href) as Promise<object>
  const loaded = await Promise.all(modules.map(load))
  return Object.assign({}, ...loaded) as PolicyFunctions // the modules whose types are named above
}
