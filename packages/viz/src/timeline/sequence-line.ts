import type { Millis } from '@cachechart/core'

/** Who takes part, beside transactions and flights, which have names of their own. */
export type SequencePlace = 'clients' | 'store' | 'lease' | 'origin'

/** One line of the diagram. */
export type SequenceLine = { readonly at: Millis; readonly order: number } & (
  | {
      readonly kind: 'message'
      readonly from: string
      readonly to: string
      /** `order`: something is wanted; `answer`: it comes; `lost`: it is broken off. */
      readonly arrow: 'order' | 'answer' | 'lost'
      readonly text: string
    }
  | { readonly kind: 'note'; readonly over: string; readonly text: string }
)

/** How a transaction, and the flight of a transaction, are called in the diagram. */
export const placeOf = ({ run, id }: { readonly run: string; readonly id: number }): string =>
  `transaction ${id} ${run}`
export const placeOfFlight = (id: string): string => `flight ${id}`
