import { fakeBackend, fakeBody, type FakeBody, type FakeCall } from '@cachechart/core/testing'
import type { Removal, Saying } from '../record.ts'
import { messageField } from './message-field.ts'
import { putOnRecord } from './put-on-record.ts'
import type { OriginPlace, Question } from './question.ts'
import type { ReplyPlan } from './reply-plan.ts'
import { tellVersion } from './tell-version.ts'
import { numberIn, tagOf, type Version } from './version.ts'
import { pageOf, type Language, type Page } from './wish.ts'

/** A body that the origin has yet to send. */
export interface OpenBody {
  readonly body: FakeBody
  readonly question: Question
  readonly version: Version
  left: Uint8Array
  /** Told that all of it was sent as it was announced. */
  readonly done: () => void
}

/** Which bytes of a version go out, and with what head. */
interface Sending {
  readonly version: Version
  readonly status: number
  readonly from: number
  readonly to: number
  readonly fields: readonly string[]
}

/** An origin that says what it is told to, truthfully, and puts all that it says on the record of the reference. */
export class Origin {
  readonly questions: Question[] = []
  readonly bodies: OpenBody[] = []
  readonly versions: Version[]
  /** When unsafe requests that succeeded had been asked. */
  readonly backend = fakeBackend((request, call) => {
    const { now, nextMoment, asked } = this.#place
    const client = Number(request.context)
    const page = pageOf(request.url)
    const question: Question = { call, client, page, asked: nextMoment(), askedAt: now() }
    this.questions.push(question)
    asked(question)
    return undefined
  })
  readonly #place: OriginPlace

  /** `versions` of an origin that outlives the cache are known to the next one. */
  constructor(place: OriginPlace, versions: Version[]) {
    this.#place = place
    this.versions = versions
  }

  waiting(): readonly Question[] {
    return this.questions.filter(({ call }) => call.state === 'waiting')
  }

  sending(): readonly OpenBody[] {
    return this.bodies.filter(({ body }) => body.state === 'open')
  }

  /** What it said, for the story. */
  answer(question: Question, plan: ReplyPlan): string {
    const { call, page } = question
    if (plan.kind === 'broken') {
      this.fail(question)
      return 'breaks the connection off'
    }
    if (plan.kind === 'error') this.#noteFailure(page)
    const told = this.#answer(question, plan)
    this.#place.answered(page)
    return call.state === 'sending' ? `${told}, and will send the body` : told
  }

  /** No head will come. */
  fail({ call, page }: Question): void {
    this.#noteFailure(page)
    call.fail(new Error('the origin broke the connection off'))
    this.#place.answered(page)
  }

  /** So many bytes of a body more, or (`Infinity`) all that are left and its end. How many they were. */
  sendMore(open: OpenBody, bytes: number): number {
    const piece = open.left.slice(0, bytes)
    open.left = open.left.slice(piece.length)
    if (piece.length > 0) open.body.push(piece)
    if (bytes === Infinity && open.body.state === 'open') {
      open.done()
      open.body.end()
    }
    return piece.length
  }

  #noteFailure(page: Page): void {
    this.#place.reference.failures.push({ page, at: this.#place.nextMoment() })
  }

  #answer(question: Question, plan: ReplyPlan): string {
    const { call } = question
    switch (call.request.method) {
      case 'POST':
      case 'DELETE':
        return this.#answerUnsafe(question, plan)
      case 'HEAD':
        return this.#answerHead(question, plan)
      default:
    }
    if (plan.kind === 'not modified') {
      const told = this.#confirm(question, plan)
      if (told !== undefined) return told
    }
    if (plan.kind === 'part') {
      const told = this.#sendPart(question, plan)
      if (told !== undefined) return told
    }
    return this.#sendWhole(question, plan, plan.kind === 'error' ? 503 : 200)
  }

  #answerUnsafe(question: Question, plan: ReplyPlan): string {
    const { call, page } = question
    if (plan.kind === 'error') {
      call.answer({ status: 500, reason: '', fields: [], body: null })
      return 'answers 500'
    }
    const isMoved = plan.kind === 'moved'
    this.#remove(question, isMoved ? ['/a', '/b'] : [page])
    if (isMoved) {
      const fields = ['Location', page === '/a' ? '/b' : '/a']
      call.answer({ status: 303, reason: '', fields, body: null })
      return `answers 303 with Location: ${fields[1]}`
    }
    if (plan.kind !== 'version' || call.request.method === 'DELETE') {
      call.answer({ status: 204, reason: '', fields: [], body: null })
      return 'answers 204'
    }
    // RFC 9110 §9.3.3: what it answers is what a GET would now be answered.
    return this.#sendWhole(question, plan, 200)
  }

  /** RFC 9111 §4.4: what was asked for before is not right any more, once the client was told so. */
  #remove({ client, asked }: Question, changed: readonly Page[]): void {
    const { changed: tell, now, nextMoment } = this.#place
    const begun = nextMoment()
    const removal: Removal = {
      // What it is answered itself may take the place of what it removes: RFC 9110 §9.3.3.
      covers: (saying) => changed.some((page) => page === saying.page) && saying.asked !== asked,
      begun,
      begunAt: now(),
      done: Infinity,
      force: 'hard',
    }
    tell(removal, client)
  }

  /**
   * RFC 9111 §4.3.3: the cache has asked whether a version is still right, and it is not; what takes its place may not be
   * kept. Where something was removed since it asked, that was about another.
   */
  #refute({ call, client, asked, page }: Question, { kind, control, length }: ReplyPlan): void {
    const { changed, reference, now, isOwnCondition } = this.#place
    const number = numberIn(messageField(call.request, 'If-None-Match'))
    const isKept = control.veto !== 'private' && control.veto !== 'no-store'
    if (length === 'too long' || length === 'too short') return
    if (number === undefined || isKept || kind === 'error' || isOwnCondition(client)) return
    if (reference.removals.some(({ begun }) => begun > asked)) return
    const isSelected = reference.sayings.some((saying) => saying.page === page && saying.language !== null)
    if (isSelected || messageField(call.request, 'Authorization') !== undefined) return
    const covers = ({ version }: Saying) => version === number
    // As if it had been removed when it was asked about: what was said of it since then stands.
    changed({ covers, begun: asked, begunAt: now(), done: Infinity, force: 'hard' }, client)
  }

  #answerHead(question: Question, plan: ReplyPlan): string {
    const { call } = question
    const known = plan.kind === 'not modified' ? this.#newest(question) : undefined
    // Without a validator nobody could tell of what it speaks.
    const version = (known?.tag === 'tagged' && !known.isError && known) || this.#create(question, plan)
    const status = plan.kind === 'error' ? 503 : 200
    const length = plan.length === 'told' ? ['Content-Length', String(version.text.length)] : []
    const fields = putOnRecord(this.#place, { question, version, plan })
    call.answer({ status, reason: '', fields: [...fields, ...length], body: null })
    return `answers ${status}, ${tellVersion(version, plan)}, without content`
  }

  /** Says 304, where that is true. */
  #confirm(question: Question, plan: ReplyPlan): string | undefined {
    const { call, page } = question
    const number = numberIn(messageField(call.request, 'If-None-Match'))
    const version = this.versions.find((each) => each.number === number && each.page === page)
    if (version?.tag !== 'tagged') return undefined
    const isRight = version.varies === 'not' || version.language === languageOf(call.request)
    if (!isRight) return undefined
    const fields = putOnRecord(this.#place, { question, version, plan })
    call.answer({ status: 304, reason: '', fields, body: null })
    return `answers 304, ${tellVersion(version, plan)}`
  }

  #sendPart(question: Question, plan: ReplyPlan): string | undefined {
    const { request } = question.call
    const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/.exec(messageField(request, 'Range') ?? '') ?? []
    if (first === '' && last === '') return undefined
    const condition = messageField(request, 'If-Range')
    const named = this.versions.find((version) => tagOf(version) === condition)
    // RFC 9110 §13.1.5: where the condition does not hold, the whole is sent.
    if (condition !== undefined && named?.page !== question.page) return undefined
    const version = named ?? this.#create(question, { ...plan, tag: 'tagged' })
    const { length } = version.text
    const from = first === '' ? Math.max(0, length - Number(last)) : Number(first)
    const to = first === '' || last === '' ? length : Math.min(length, Number(last) + 1)
    if (from >= to) return undefined
    const range = ['Content-Range', `bytes ${from}-${to - 1}/${length}`]
    const fields = [...putOnRecord(this.#place, { question, version, plan }), ...range]
    this.#send(question, { version, status: 206, from, to, fields }, plan)
    return `answers 206 (${range[1]}), ${tellVersion(version, plan)}`
  }

  #sendWhole(question: Question, plan: ReplyPlan, status: number): string {
    this.#refute(question, plan)
    const version = this.#create(question, plan)
    const { request } = question.call
    const location = request.method === 'POST' ? ['Content-Location', request.url] : []
    const fields = [...putOnRecord(this.#place, { question, version, plan }), ...location]
    this.#send(question, { version, status, from: 0, to: version.text.length, fields }, plan)
    const { length } = plan
    const lie = length === 'too long' || length === 'too short' ? `, announced ${length}` : ''
    return `answers ${status}, ${tellVersion(version, plan)}${lie}`
  }

  #send(question: Question, sending: Sending, plan: ReplyPlan): void {
    const { version, status, from, to, fields } = sending
    const off = plan.length === 'too long' ? 3 : plan.length === 'too short' ? -2 : 0
    if (off !== 0) this.#noteFailure(version.page)
    const length = plan.length === 'untold' ? [] : ['Content-Length', String(to - from + off)]
    const head = { status, reason: '', fields: [...fields, ...length] }
    const left = new TextEncoder().encode(version.text.slice(from, to))
    const done = (): void => {
      if (off === 0) version.sent.fill(true, from, to)
    }
    if (plan.comes === 'at once') {
      done()
      return question.call.answer({ ...head, body: left })
    }
    const body = fakeBody()
    this.bodies.push({ body, question, version, left, done })
    question.call.answer({ ...head, body })
  }

  #newest({ page, call }: Question): Version | undefined {
    const language = languageOf(call.request)
    return this.versions.findLast((version) => version.page === page && version.language === language)
  }

  #create({ page, call }: Question, plan: ReplyPlan): Version {
    const { tag, varies, label, filling } = plan
    const number = this.versions.length + 1
    const language = languageOf(call.request)
    const text = `${page}|${language}|${number}|${String.fromCodePoint(97 + (number % 26)).repeat(filling)}`
    const sent = Array.from({ length: text.length }, () => false)
    const isTrue = plan.length === 'told' || plan.length === 'untold'
    const version: Version = {
      number,
      page,
      language,
      text,
      tag,
      varies,
      label,
      sent,
      isTrue,
      isError: plan.kind === 'error',
    }
    this.versions.push(version)
    return version
  }
}

const languageOf = (request: FakeCall['request']): Language =>
  messageField(request, 'Accept-Language') === 'de' ? 'de' : 'en'
