/** What a machine may hold that a diagram does not show. */
export type UnsupportedFeature =
  | 'always'
  | 'delay'
  | 'guard'
  | 'history state'
  | 'inline action'
  | 'invoke'
  | 'machine-wide action'
  | 'machine-wide transition'
  | 'parallel state'
  | 'several targets'
  | 'several transitions for one event'
  | 'transition on done'

/** The machine holds something that a diagram would have to leave out. A picture that hides a way is wrong: there is none. */
export class UnsupportedMachineError extends Error {
  override readonly name = 'UnsupportedMachineError'
  readonly code = 'ERR_UNSUPPORTED_MACHINE'
  /** The path of the state where it was met; empty for the machine itself. */
  readonly state: string
  readonly feature: UnsupportedFeature

  constructor(feature: UnsupportedFeature, state: string, seen: string) {
    const where = state === '' ? 'The machine itself' : `State "${state}"`
    super(`${where} has what a diagram cannot show yet (${feature}): ${seen}.`)
    this.feature = feature
    this.state = state
  }
}
