import { freshFor } from './control.ts'
import type { ReplyPlan } from './reply-plan.ts'

/** A whole version, fresh for a while, in pieces. */
export const wholeReply: ReplyPlan = {
  kind: 'version',
  control: freshFor(20),
  tag: 'tagged',
  varies: 'not',
  label: 'none',
  age: 0,
  length: 'told',
  comes: 'in pieces',
  filling: 3,
}
