import type { Diagram } from '../diagram.ts'
import { PictureError } from './picture-error.ts'

/** Up to which size a diagram is drawn: nobody could read more, and laying it out would take minutes. */
export interface PictureLimits {
  /** 300 by default. */
  readonly states: number
  /** 500 by default. */
  readonly transitions: number
}

const usual: PictureLimits = { states: 300, transitions: 500 }

/** @throws PictureError (`ERR_PICTURE`, `too many states` or `too many transitions`). */
export function refuseTooLarge({ states, edges }: Diagram, limits: Partial<PictureLimits> = {}): void {
  const most = { ...usual, ...limits }
  if (states.length > most.states) {
    throw new PictureError('too many states', `It has ${states.length}; drawn are up to ${most.states}`)
  }
  if (edges.length > most.transitions) {
    throw new PictureError(
      'too many transitions',
      `It has ${edges.length}; drawn are up to ${most.transitions}`,
    )
  }
}
