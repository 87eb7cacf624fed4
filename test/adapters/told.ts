import { tell as tellAnswer, type Told } from '../../packages/adapters/src/testing/adapter/told.ts'
import type { Ask, Front } from '../fixtures/front.ts'

export type { Told }

/** What becomes of a request through a front. */
export const tell = (front: Pick<Front, 'open'>, path: string, ask: Ask): Promise<Told> =>
  tellAnswer(() => front.open(path, ask))
