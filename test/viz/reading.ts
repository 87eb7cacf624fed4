/** What was read back from a diagram in one of its formats. */
export interface Reading {
  /** The name of each state. */
  readonly states: readonly string[]
  /** What stands beside each transition: its label. */
  readonly labels: readonly string[]
}

/** Told at the end of a label where a transition leaves and enters again what stays active. */
export const withoutNote = (label: string): string => label.replace(/ \(reenters\)$/, '')
