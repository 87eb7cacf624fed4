import { writeControl } from './control.ts'
import type { ReplyPlan } from './reply-plan.ts'
import type { Version } from './version.ts'

/** What a reply says of a version, for the story. */
export const tellVersion = (version: Version, { control, age }: ReplyPlan): string => {
  const parts = [`version ${version.number}`, writeControl(control)]
  if (age > 0) parts.push(`Age: ${age}`)
  if (version.tag === 'tagged') parts.push('with an entity tag')
  if (version.varies === 'by language') parts.push('selected by language')
  if (version.label !== 'none') parts.push(`labelled ${version.label}`)
  return parts.join(', ')
}
