import type { DiagramPath } from '../diagram.ts'
import type { Shown } from './marks.ts'
import type { StateCard } from './state-card.ts'
import type { TextLine } from './text-line.ts'

/** In pixels, from the top left corner of the picture. */
export interface Point {
  readonly x: number
  readonly y: number
}

/** In pixels. */
export interface Area extends Point {
  readonly width: number
  readonly height: number
}

/** A line to be drawn: what leads from one state to the same states, on the same path; or from a state to itself. */
export interface PictureArrow {
  /** Empty: the machine itself. */
  readonly source: string
  readonly targets: readonly string[]
  readonly path: DiagramPath | null
  readonly shown: Shown
  readonly label: readonly TextLine[]
}

/** What there is to be laid out. */
export interface PictureParts {
  /** A parent before its children. */
  readonly cards: readonly StateCard[]
  readonly arrows: readonly PictureArrow[]
}

/** A state in its place. */
export interface PlacedCard {
  readonly card: StateCard
  readonly area: Area
  readonly holdsOthers: boolean
}

/** An arrow in its place: a route for each target, from its source to it, by corners. */
export interface PlacedArrow {
  readonly arrow: PictureArrow
  readonly routes: readonly (readonly Point[])[]
  readonly label: Area
}

/** The dot where a machine, or a state that holds others, begins. */
export interface PlacedStart {
  readonly area: Area
  readonly route: readonly Point[]
}

/** All in its place. */
export interface PlacedPicture {
  readonly width: number
  readonly height: number
  readonly cards: readonly PlacedCard[]
  readonly arrows: readonly PlacedArrow[]
  readonly starts: readonly PlacedStart[]
  /** The mark from which those arrows start that every state takes; `null` where there is none. */
  readonly anywhere: Area | null
}
