import type { Transition } from '@cachechart/core'
import { asks } from './asks.ts'
import type { EdgeScript } from './edge-script.ts'
import { Exchange, there } from './exchange.ts'
import type { HeldCall } from './held-call.ts'
import { inTime } from './in-time.ts'
import type { DrivablePath } from './script-of.ts'
import type { SocketStage } from './socket-stage.ts'

/** One path of the transaction machine on its way: the transaction that is looked at, and all others around it. */
export class Play extends Exchange {
  readonly #walk: DrivablePath
  #leading: HeldCall | undefined
  #mark = 0

  constructor(set: SocketStage, walk: DrivablePath) {
    super(set, walk.scene)
    this.#walk = walk
  }

  /** What the transaction has done. */
  get steps(): readonly Transition[] {
    const { transcript } = this.set
    return transcript.stepsOf(transcript.begunWith(this.#walk.path.events[0] ?? '', this.#mark))
  }

  /** The request of the one that leads. @throws Error where the scene has none */
  get leading(): HeldCall {
    return there(this.#leading, 'nobody leads')
  }

  /** The edge that answers the client. */
  get #answering(): EdgeScript['answer'] {
    return this.#walk.scripts.findLast(({ answer }) => answer !== undefined)?.answer
  }

  /** Asks, after those who are to come before. */
  async ask(): Promise<void> {
    const { holding, breaking, transcript } = this.set
    const { company, lookup, body } = this.scene
    if (company !== 'alone') {
      const { line } = this.join(asks.plain)
      this.#leading = await this.take()
      if (company === 'refresher') await inTime('the one before is served', line)
    }
    if (lookup === 'held') holding.hold('get')
    if (lookup === 'broken') breaking.failNext('get')
    if (body === 'held' && this.#answering?.from === 'store') holding.hold('read')
    this.#mark = transcript.transitions.length
    this.begin()
  }

  /** The connection of a request is lost before its reply. */
  lose(lost: HeldCall): Promise<void> {
    const known = this.steps.length
    return this.loseUntil(lost, () => this.steps.length > known)
  }

  /** Another follows, and leaves again. */
  async followAndLeave(): Promise<void> {
    const { transcript } = this.set
    const mark = transcript.transitions.length
    const follower = this.follow()
    await this.until('another follows', () => transcript.begunWith('lookup.joined', mark) !== undefined)
    follower.leave()
  }

  override async firstPiece(): Promise<void> {
    const { holding } = this.set
    if (this.#answering?.from === 'store') {
      await this.until('the store is asked for a piece', () => holding.waiting('read') > 0)
      holding.releaseOne('read')
    }
    await super.firstPiece()
  }

  /** The body breaks off after its first piece. */
  async breakBody(): Promise<void> {
    const { holding, breaking } = this.set
    await this.firstPiece()
    switch (this.#answering?.from) {
      case 'origin':
        return (await this.call()).break()
      case 'leader':
        return this.leading.break()
      default:
        await this.until('the store is asked for another piece', () => holding.waiting('read') > 0)
        breaking.failNext('read')
        holding.releaseOne('read')
    }
  }
}
