/**
 * Why there is no overlay.
 *
 * - `ERR_OVERLAY_STATE`: the diagram has no such state, or nothing rests in it.
 * - `ERR_OVERLAY_EDGE`: the diagram has no such edge: what is to be shown comes from another machine, or from another version of it.
 * - `ERR_OVERLAY_ABSENT`: nothing is recorded of what is to be shown.
 * - `ERR_OVERLAY_AMBIGUOUS`: several caches are recorded in which it may be.
 * - `ERR_OVERLAY_INPUT`: what is to be shown makes no sense: a time that is no number, a negative count.
 * - `ERR_OVERLAY_DIAGRAM`: it is no diagram: two states or edges have one `id`, or an edge leads to a state that there is not.
 */
export type OverlayErrorCode =
  | 'ERR_OVERLAY_STATE'
  | 'ERR_OVERLAY_EDGE'
  | 'ERR_OVERLAY_ABSENT'
  | 'ERR_OVERLAY_AMBIGUOUS'
  | 'ERR_OVERLAY_INPUT'
  | 'ERR_OVERLAY_DIAGRAM'

/** Something cannot be shown on a diagram. A mark that is left out would be a picture that is wrong. */
export class OverlayError extends Error {
  override readonly name = 'OverlayError'
  readonly code: OverlayErrorCode

  constructor(code: OverlayErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
