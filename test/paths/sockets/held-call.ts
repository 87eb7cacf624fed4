import type { OriginCall, Reply } from '../../adapters/origin/origin-call.ts'

/** The length of the first piece of a body that is held back. */
const pieceLength = 3

/** How much of a body is sent: all of it, or a first piece, after which the test decides. */
export type Amount = 'whole' | 'held'

/** A request that has come to the origin, with what it was sent so far. */
export class HeldCall {
  readonly #call: OriginCall
  #sent: 'nothing' | 'some' | 'all' = 'nothing'
  #rest = ''

  constructor(call: OriginCall) {
    this.#call = call
  }

  answer(reply: Reply, amount: Amount = 'whole'): void {
    if (amount === 'whole') {
      this.#sent = 'all'
      this.#call.reply(reply)
      return
    }
    this.#sent = 'some'
    const { body = '', ...head } = reply
    this.#rest = body.slice(pieceLength)
    this.#call.head(head)
    this.#call.write(body.slice(0, pieceLength))
  }

  /** The next byte of a body that is held back. */
  sendMore(): void {
    this.#call.write(this.#rest.slice(0, 1))
    this.#rest = this.#rest.slice(1)
  }

  /** The connection is closed: before the response, or in its midst. */
  break(): void {
    this.#sent = 'all'
    this.#call.break()
  }

  /** The rest of a body that is held back. */
  complete(): void {
    if (this.#sent === 'some') {
      this.#call.write(this.#rest)
      this.#call.end()
    }
    this.#sent = 'all'
  }

  /** What has begun is completed; what has not is answered with this. */
  finish(reply: Reply): void {
    if (this.#sent === 'nothing') this.answer(reply)
    else this.complete()
  }
}
