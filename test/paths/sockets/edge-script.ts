import type { Play } from './play.ts'
import type { Allowed } from './scene.ts'

/** From where the body of a response comes. */
type BodySource = 'store' | 'origin' | 'leader'

/** How an edge of the transaction machine is walked over sockets. */
export interface EdgeScript {
  /** What has to be so before the path begins. */
  readonly allows?: Allowed
  /** Makes it happen, once the edge before it is walked; without it, it follows from that. */
  readonly happens?: (play: Play) => void | Promise<void>
  /** What the client is told where this edge answers it. */
  readonly answer?: { readonly line: string; readonly from: BodySource }
  /** The status of the error where this edge gives up. */
  readonly failure?: 502 | 503 | 504
}

/** Scripts by the event, all of one state. */
export type EdgeScripts = Readonly<Record<string, EdgeScript>>
