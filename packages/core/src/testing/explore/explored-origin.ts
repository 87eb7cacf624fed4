import type { FieldLines } from '../../http/message.ts'
import type { Backend, BackendReply, BackendRequest } from '../../ports/backend.ts'
import { BackendError } from '../../ports/port-errors.ts'
import { fakeBody, type FakeBody } from '../fake-body.ts'
import type { OriginAnswer } from './explored-world.ts'

/** What a reply is made of. */
interface Answer {
  readonly status: number
  readonly fields: FieldLines
  /** `streamed`: the first piece comes with the head, the rest when the origin goes on. */
  readonly body: 'streamed' | 'atOnce' | 'none'
}

const fresh = 'max-age=100, stale-while-revalidate=100, stale-if-error=100'

const answers: Readonly<Record<Exclude<OriginAnswer, 'reset'>, Answer>> = {
  fresh: { status: 200, fields: ['Cache-Control', fresh], body: 'streamed' },
  freshAtOnce: { status: 200, fields: ['Cache-Control', fresh], body: 'atOnce' },
  staleAtOnce: { status: 200, fields: ['Cache-Control', 'max-age=0'], body: 'atOnce' },
  onlyNow: { status: 200, fields: ['Cache-Control', 'max-age=0'], body: 'streamed' },
  uncacheable: { status: 200, fields: ['Cache-Control', 'no-store'], body: 'atOnce' },
  notModified: { status: 304, fields: ['Cache-Control', fresh], body: 'none' },
  // Of a response that this cache has never had.
  orphaned: { status: 304, fields: [], body: 'none' },
  partial: { status: 206, fields: ['Cache-Control', fresh, 'Content-Range', 'bytes 2-3/4'], body: 'atOnce' },
  rangeNotSatisfiable: { status: 416, fields: ['Content-Range', 'bytes */1'], body: 'none' },
  error: { status: 503, fields: [], body: 'none' },
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text)

/** One request to the origin. */
export class ExploredCall {
  readonly number: number
  readonly request: BackendRequest
  readonly owner: string
  /** How many purges had begun when it was sent: what it brings is as old as that. */
  readonly generation: number
  /** How many unsafe requests had succeeded then. */
  readonly invalidations: number
  state: 'waiting' | 'sending' | 'complete' | 'broken' | 'cancelled' = 'waiting'
  /** What it was doing when the cache cancelled it. */
  cancelledWhile: 'waiting' | 'sending' | undefined
  readonly #body: FakeBody = fakeBody()
  #settle: { resolve: (reply: BackendReply) => void; reject: (error: unknown) => void } | undefined
  readonly promise: Promise<BackendReply>

  constructor(call: Pick<ExploredCall, 'number' | 'request' | 'owner' | 'generation' | 'invalidations'>) {
    this.number = call.number
    this.request = call.request
    this.owner = call.owner
    this.generation = call.generation
    this.invalidations = call.invalidations
    this.promise = new Promise((resolve, reject) => {
      this.#settle = { resolve, reject }
    })
  }

  /** A mark of this reply, by which its bytes are known wherever they turn up. */
  get mark(): string {
    return String.fromCodePoint(96 + this.number)
  }

  get isConditional(): boolean {
    return this.request.fields.some((text, at) => at % 2 === 0 && text.toLowerCase() === 'if-none-match')
  }

  /** Whether its validator is one that this origin knows: that of what it has now. */
  get isCurrent(): boolean {
    const { fields } = this.request
    return fields.some((text, at) => at % 2 === 1 && text === `"${this.generation}"`)
  }

  /** Whether it asks for a part. */
  get isForPart(): boolean {
    return this.request.fields.some((text, at) => at % 2 === 0 && text.toLowerCase() === 'range')
  }

  answer(kind: Exclude<OriginAnswer, 'reset'>): void {
    const { status, fields, body } = answers[kind]
    const etag = kind === 'orphaned' ? '"other"' : `"${this.generation}"`
    const validator = kind === 'onlyNow' ? [] : ['ETag', etag]
    const own = [...validator, 'X-Mark', this.mark, 'Content-Location', this.request.url]
    this.state = body === 'streamed' ? 'sending' : 'complete'
    this.#settle?.resolve({
      status,
      reason: '',
      fields: [...fields, ...own],
      body: this.#bodyOf(body, status),
    })
  }

  /** No reply comes, or no more of its body. */
  break(): void {
    const error = new BackendError('ERR_BACKEND_RESET', 'the origin broke off')
    if (this.state === 'waiting') this.#settle?.reject(error)
    else this.#body.fail(error)
    this.state = 'broken'
  }

  /** The rest of the body. */
  finish(): void {
    this.state = 'complete'
    this.#body.push(this.mark)
    this.#body.end()
  }

  /** The cache wants no more of it. */
  cancel(): void {
    if (this.state !== 'waiting' && this.state !== 'sending') return
    this.cancelledWhile = this.state
    this.state = 'cancelled'
  }

  #bodyOf(body: Answer['body'], status: number): BackendReply['body'] {
    const { mark } = this
    if (body === 'none' || this.request.method === 'HEAD') return null
    if (body === 'atOnce') return encode(status === 206 ? mark.repeat(2) : mark.repeat(4))
    this.#body.push(mark.repeat(3))
    return this.#body
  }
}

/** Whose request it is, and how many purges there have been. */
interface OriginOptions {
  readonly owner: () => string
  readonly generation: () => number
  readonly invalidations: () => number
}

/** An origin whose answers are steps of the exploration. */
export class ExploredOrigin implements Backend {
  readonly calls: ExploredCall[] = []
  readonly #options: OriginOptions

  constructor(options: OriginOptions) {
    this.#options = options
  }

  /** Those that the origin owes something. */
  get open(): readonly ExploredCall[] {
    return this.calls.filter(({ state }) => state === 'waiting' || state === 'sending')
  }

  send(request: BackendRequest, signal: AbortSignal): Promise<BackendReply> {
    const { owner, generation, invalidations } = this.#options
    const call = new ExploredCall({
      number: this.calls.length + 1,
      request,
      owner: owner(),
      generation: generation(),
      invalidations: invalidations(),
    })
    signal.addEventListener('abort', () => call.cancel())
    this.calls.push(call)
    return call.promise
  }
}
