/** How something is marked, whatever colour that is in the end. */
export type OverlayTone =
  /** A transaction was there, or went that way. */
  | 'walked'
  /** Transactions are there just now. */
  | 'busy'
  /** Tests of every level go there, of some, of none. */
  | 'covered'
  | 'partly'
  | 'uncovered'
  /** One of two machines has it, or both have it in different forms. */
  | 'added'
  | 'removed'
  | 'changed'

/** What is said of one state or edge. */
export interface OverlayMark {
  readonly tone: OverlayTone
  /** A few words beside it: `3 ms`, `12 here`; empty where the tone says all. */
  readonly note: string
}

/** Something to be seen on a diagram, beside the diagram itself: plain data, for every renderer. */
export interface Overlay {
  /** What it shows, in one line. */
  readonly title: string
  /** By the `id` of the state. */
  readonly states: ReadonlyMap<string, OverlayMark>
  /** By the `id` of the edge. */
  readonly edges: ReadonlyMap<string, OverlayMark>
  /** What the tones mean here, in the order in which they are to be listed. */
  readonly legend: readonly { readonly tone: OverlayTone; readonly text: string }[]
  /** How what has no mark is shown. */
  readonly rest: 'plain' | 'faded'
}

/** How a diagram is to be shown, whatever draws it. */
export interface ShowOptions {
  readonly overlay?: Overlay | undefined
  /**
   * `folded` (default): one arrow for all transitions of one path from one state to another, which lists them.
   * `unfolded`: an arrow for each.
   */
  readonly edges?: 'folded' | 'unfolded' | undefined
}
