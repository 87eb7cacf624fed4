/** Why there is no picture. */
export type PictureFailure =
  'too many states' | 'too many transitions' | 'too large' | 'cannot be laid out' | 'cannot be rasterised'

/** A diagram of which no picture can be made, or none that anyone could use. */
export class PictureError extends Error {
  override readonly name = 'PictureError'
  readonly code = 'ERR_PICTURE'
  readonly reason: PictureFailure

  constructor(reason: PictureFailure, seen: string, options?: ErrorOptions) {
    super(`No picture can be made: ${reason}. ${seen}.`, options)
    this.reason = reason
  }
}
