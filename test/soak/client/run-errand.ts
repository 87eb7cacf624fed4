import type { Socket } from 'node:net'
import { hangLimit, pauses } from '../limits.ts'
import type { AnswerCheck, Judgement } from './answer-check.ts'
import { AnswerReader } from './answer-reader.ts'
import type { Connections } from './connections.ts'
import type { Errand } from './errand.ts'
import type { Outcome } from './outcome.ts'
import type { RunErrand } from './press.ts'
import { requestText } from './request-text.ts'

/** Makes each request as its errand has it, over one of these connections: it ends once, within the limit. */
export const runErrandOver =
  (connections: Connections): RunErrand =>
  (errand, check) =>
    new Promise((resolve) => {
      new Visit({ errand, check, connections, resolve }).begin()
    })

interface VisitParts {
  readonly errand: Errand
  readonly check: AnswerCheck
  readonly connections: Connections
  readonly resolve: (outcome: Outcome) => void
}

/** One request on one connection. */
class Visit {
  readonly #errand: Errand
  readonly #connections: Connections
  readonly #resolve: (outcome: Outcome) => void
  readonly #socket: Socket
  readonly #check: AnswerCheck
  readonly #reader: AnswerReader
  readonly #began = performance.now()
  readonly #timers: NodeJS.Timeout[] = []
  #state: 'open' | 'whole' | 'over' = 'open'
  #hasSlept = false

  constructor({ errand, check, connections, resolve }: VisitParts) {
    this.#errand = errand
    this.#connections = connections
    this.#resolve = resolve
    this.#socket = connections.take()
    this.#check = check
    this.#reader = new AnswerReader(errand.method, {
      head: (head) => {
        this.#check.begin(head, Date.now())
        if (errand.conduct === 'leavesInBody') this.#after(errand.leavesAfter, this.#leave)
      },
      content: (bytes) => {
        this.#check.take(bytes)
      },
      end: () => {
        this.#state = 'whole'
      },
    })
  }

  begin(): void {
    const { conduct, leavesAfter } = this.#errand
    this.#socket.on('data', this.#onData).once('close', this.#onClose)
    this.#socket.write(requestText(this.#errand), 'latin1')
    this.#after(hangLimit, () => {
      this.#end({ kind: 'hung', detail: this.#describe(`no end after ${hangLimit / 1000} s`) })
    })
    if (conduct === 'leavesBeforeHead') this.#after(leavesAfter, this.#leave)
    if (conduct === 'halfCloses') this.#socket.end()
  }

  readonly #onData = (bytes: Buffer): void => {
    try {
      this.#reader.take(bytes)
    } catch (error) {
      this.#end({ kind: 'wrong', detail: this.#describe(String(error)) })
      return
    }
    if (this.#state === 'whole') this.#complete()
    else this.#rest()
  }

  readonly #onClose = (): void => {
    const ending = this.#reader.close()
    if (ending === 'whole') this.#complete()
    else if (ending === 'broken' && this.#check.head !== undefined) this.#end(this.#check.cut())
    // RFC 9112 §9.6 lets a server take a half-closed connection for one whose client has left.
    else if (this.#errand.conduct === 'halfCloses') this.#end({ kind: 'left', detail: 'half closed' })
    else {
      const history = this.#connections.historyOf(this.#socket)
      const problem = `the connection, used before for ${history}, ended without an answer`
      this.#end({ kind: 'lost', detail: this.#describe(problem) })
    }
  }

  /** Leaves by closing or by a reset, by turns. */
  readonly #leave = (): void => {
    if (this.#errand.id % 2 === 0) this.#socket.resetAndDestroy()
    this.#end({ kind: 'left', detail: this.#errand.conduct })
  }

  /** A slow client rests after each piece, one that sleeps after the first. */
  #rest(): void {
    const { conduct } = this.#errand
    if (conduct !== 'readsSlowly' && (conduct !== 'sleeps' || this.#hasSlept)) return
    this.#hasSlept = true
    this.#socket.pause()
    this.#after(pauses[conduct], () => this.#socket.resume())
  }

  #complete(): void {
    if (this.#reader.surplus > 0) {
      this.#end({ kind: 'twice', detail: this.#describe(`${this.#reader.surplus} bytes after the end`) })
      return
    }
    this.#end(this.#check.complete())
  }

  #end({ kind, detail }: Judgement): void {
    if (this.#state === 'over') return
    const wasWhole = this.#state === 'whole'
    this.#state = 'over'
    for (const timer of this.#timers) clearTimeout(timer)
    this.#socket.off('data', this.#onData).off('close', this.#onClose)
    const { fields } = this.#check.head ?? {}
    const mayStay = wasWhole && this.#errand.conduct !== 'halfCloses' && fields?.get('connection') !== 'close'
    if (mayStay && !this.#socket.destroyed) {
      this.#socket.resume()
      this.#connections.giveBack(this.#socket, this.#errand.id)
    } else this.#socket.destroy()
    const milliseconds = performance.now() - this.#began
    this.#resolve({ kind, detail, milliseconds, cacheStatus: fields?.get('cache-status') ?? '' })
  }

  #after(delay: number, act: () => void): void {
    this.#timers.push(setTimeout(act, delay))
  }

  #describe(problem: string): string {
    return this.#check.describe(problem)
  }
}
