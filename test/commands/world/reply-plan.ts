import fc from 'fast-check'
import { controlArbitrary, writeControl, type Control } from './control.ts'

/** How the origin is to answer. What makes no sense for a request becomes a whole new version. */
export interface ReplyPlan {
  readonly kind: 'version' | 'not modified' | 'part' | 'error' | 'broken' | 'moved'
  readonly control: Control
  readonly tag: 'tagged' | 'untagged'
  readonly varies: 'by language' | 'not'
  readonly label: 'x' | 'y' | 'none'
  /** The seconds that it has spent in another cache. */
  readonly age: 0 | 2
  /** Whether Content-Length is sent, and is right. */
  readonly length: 'told' | 'untold' | 'too long' | 'too short'
  /** Its body comes with the head, or when the origin sends it. */
  readonly comes: 'at once' | 'in pieces'
  /** How long its text is made, in characters. */
  readonly filling: number
}

export const replyPlanArbitrary: fc.Arbitrary<ReplyPlan> = fc.record({
  kind: fc.oneof(
    { weight: 10, arbitrary: fc.constant('version' as const) },
    { weight: 10, arbitrary: fc.constant('not modified' as const) },
    { weight: 2, arbitrary: fc.constant('part' as const) },
    { weight: 3, arbitrary: fc.constantFrom('error' as const, 'broken' as const, 'moved' as const) },
  ),
  control: controlArbitrary,
  tag: fc.constantFrom('tagged', 'tagged', 'tagged', 'untagged'),
  varies: fc.constantFrom('not', 'not', 'not', 'by language'),
  label: fc.constantFrom('none', 'x', 'y'),
  age: fc.constantFrom(0, 0, 2),
  length: fc.oneof(
    { weight: 24, arbitrary: fc.constantFrom('told' as const, 'untold' as const) },
    { weight: 1, arbitrary: fc.constantFrom('too long' as const, 'too short' as const) },
  ),
  comes: fc.constantFrom('at once', 'at once', 'in pieces'),
  filling: fc.nat(12),
})

/** The plan in a few words, before it is known what becomes of it. */
export const tellPlan = ({ kind, control, tag, varies, label, comes }: ReplyPlan): string =>
  [
    kind,
    writeControl(control),
    tag,
    varies === 'not' ? '' : `selected ${varies}`,
    label === 'none' ? '' : label,
    comes,
  ]
    .filter((word) => word !== '')
    .join(', ')
