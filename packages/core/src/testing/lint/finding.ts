/** What can be wrong with a machine; the guide says of each how it is found. */
export type LintRule =
  | 'not-a-machine'
  | 'refused'
  | 'unreachable'
  | 'trap'
  | 'undischarged'
  | 'unowed'
  | 'retaken'
  | 'false-ending'
  | 'no-failure-edge'
  | 'no-leaving-edge'
  | 'deadline'
  | 'unknown-word'
  | 'naming'
  | 'description'
  | 'meta'

/** `error`: what runs the machine would do the wrong thing. `warning`: whoever reads or watches it is told too little. */
export type LintSeverity = 'error' | 'warning'

/** One thing that is wrong with a machine. */
export interface LintFinding {
  readonly rule: LintRule
  readonly severity: LintSeverity
  /** The path of the state (`awaitBackend.attached`); empty where the whole machine is meant. */
  readonly state: string
  /** The event whose edge is meant, where it is one. */
  readonly event?: string
  /** What is wrong, why it matters, and what to do next. */
  readonly message: string
}

/** Where something is wrong. */
export interface Place {
  readonly state: string
  readonly event?: string
}

const warnings: ReadonlySet<LintRule> = new Set<LintRule>(['naming', 'description', 'meta'])

/** A finding of a rule, with the severity that the rule has. */
export const findingOf = (rule: LintRule, place: Place, message: string): LintFinding => ({
  rule,
  severity: warnings.has(rule) ? 'warning' : 'error',
  ...place,
  message,
})

const keyOf = ({ severity, state, event = '', rule, message }: LintFinding): string =>
  [severity, state, event, rule, message].join('\n')

/** Errors first, then by state, event and rule; what was found twice is there once. */
export const sortFindings = (findings: readonly LintFinding[]): readonly LintFinding[] =>
  [...new Map(findings.map((finding) => [keyOf(finding), finding]))]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([, finding]) => finding)
