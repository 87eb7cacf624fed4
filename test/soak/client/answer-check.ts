import { collapseWindow } from '../limits.ts'
import { labelField, markField, parseLabel, type Label } from '../label.ts'
import { isPattern } from '../pattern.ts'
import { noFence, type Fence } from '../purges/fence.ts'
import {
  endOfVersion,
  errorLanguage,
  languageFor,
  representationOf,
  versionAt,
  type Representation,
} from '../resource.ts'
import type { AnswerHead } from './answer-reader.ts'
import type { Errand } from './errand.ts'
import type { OutcomeKind } from './outcome.ts'

/** How an answer is to be seen. */
export interface Judgement {
  readonly kind: OutcomeKind
  readonly detail: string
}

/** Older than the freshness lifetime, the stale window and all waits for a reply together: nobody may be given it. */
const longestReuse = 3000 + 6000 + 10_000

/** Holds one answer against what the origin can have said, byte by byte while it arrives. */
export class AnswerCheck {
  readonly #errand: Errand
  readonly #fence: Fence
  #head: AnswerHead | undefined
  #label: Label | undefined
  #expected: Representation | undefined
  /** Which bytes of the representation the content is. */
  #from = 0
  #to = 0
  #received = 0
  #problem: string | undefined

  /** `fence`: what holds since purges that were over when it was asked for. */
  constructor(errand: Errand, fence: Fence = noFence) {
    this.#errand = errand
    this.#fence = fence
  }

  get head(): AnswerHead | undefined {
    return this.#head
  }

  begin(head: AnswerHead, now: number): void {
    this.#head = head
    this.#label = parseLabel(head.fields.get(labelField.toLowerCase()))
    this.#problem = problemOfMark(this.#errand, head)
    if (this.#label === undefined) return
    const { resource } = this.#errand
    this.#expected = representationOf(resource, this.#label.version, this.#label.language)
    this.#to = this.#expected.length
    this.#problem ??= problemOfAge(this.#label, this.#fence, head)
    this.#problem ??=
      this.#label.language === errorLanguage
        ? this.#problemOfError(head)
        : (problemOfLabel(this.#errand, this.#label, now) ?? this.#problemOfStatus(head, this.#expected))
  }

  take(bytes: Buffer): void {
    if (this.#expected === undefined || this.#problem !== undefined) return
    const from = this.#from + this.#received
    this.#received += bytes.length
    if (from + bytes.length > this.#to) this.#problem = `more than ${this.#to - this.#from} bytes`
    else if (!isPattern(bytes, this.#expected.start, from)) {
      this.#problem = `wrong bytes from ${from} to ${from + bytes.length}`
    }
  }

  /** The answer is over, and the framing says that it is whole. */
  complete(): Judgement {
    if (this.#problem !== undefined) return this.#wrong(this.#problem)
    const { status = 0, fields = new Map<string, string>() } = this.#head ?? {}
    if (this.#label === undefined) return this.#gatewayError(status, fields)
    const missing = this.#hasContent(status) ? this.#to - this.#from - this.#received : 0
    if (missing !== 0) return this.#wrong(`${missing} bytes are missing, and the framing says that none are`)
    return { kind: status >= 500 ? 'originError' : 'complete', detail: String(status) }
  }

  /** The call has failed, and there is no answer. */
  failed(code: string): Judgement {
    return this.#errand.resource.temper === 'calm'
      ? this.#wrong(`the call fails with ${code} for an origin that does not fail here`)
      : { kind: 'gatewayError', detail: code }
  }

  /** The connection has ended within the answer. */
  cut(): Judgement {
    if (this.#problem !== undefined) return this.#wrong(this.#problem)
    const { resource, conduct, method } = this.#errand
    if (this.#label === undefined) return this.#wrong('an answer of the gateway itself was cut')
    if (resource.temper === 'moody') return { kind: 'cut', detail: 'origin' }
    // Whoever does not take a body in time, or falls too far behind one that is not stored, is failed alone.
    if (conduct !== 'patient') return { kind: 'cut', detail: conduct }
    if (this.#to - this.#from > collapseWindow) return { kind: 'cut', detail: 'behind' }
    return this.#wrong(`a ${method} that the origin answers whole was cut after ${this.#received} bytes`)
  }

  /** What has come so far, in words. */
  heard(): string {
    if (this.#head === undefined) return 'nothing came'
    const fields = JSON.stringify([...this.#head.fields])
    return `${this.#head.status} came with ${this.#received} of ${this.#to - this.#from} bytes, ${fields}`
  }

  /** A problem with all that is known of the request and its answer. */
  describe(problem: string): string {
    const { id, method, resource, conduct, fields } = this.#errand
    const { path, storage, temper } = resource
    const request = [`${method} ${path}`, ...fields].join(', ')
    return `${problem} (#${id} ${request}; ${storage}, ${temper}, ${conduct}; ${this.heard()})`
  }

  #hasContent(status: number): boolean {
    return this.#errand.method !== 'HEAD' && status !== 304 && status !== 416
  }

  #problemOfError({ status }: AnswerHead): string | undefined {
    if (this.#errand.resource.temper === 'calm') return `${status} from an origin that does not fail here`
    return status === this.#label?.version ? undefined : `an error with the status ${status}`
  }

  #problemOfStatus(
    { status, fields }: AnswerHead,
    { length, entityTag }: Representation,
  ): string | undefined {
    const { entityTag: asked, fields: asking } = this.#errand
    switch (status) {
      case 200:
        return undefined
      case 206: {
        const [, first, last, whole] =
          /^bytes (\d+)-(\d+)\/(\d+)$/.exec(fields.get('content-range') ?? '') ?? []
        this.#from = Number(first)
        this.#to = Number(last) + 1
        if (!asking.some((line) => line.startsWith('Range'))) return '206 without a range'
        return Number(whole) === length && this.#to <= length
          ? undefined
          : 'a Content-Range of another length'
      }
      case 304:
        return asked === entityTag ? undefined : `304 for ${entityTag}, asked was ${asked}`
      case 416:
        return asking.some((line) => line.startsWith('Range')) ? undefined : '416 without a range'
      default:
        return `the status ${status}`
    }
  }

  #gatewayError(status: number, fields: AnswerHead['fields']): Judgement {
    const cacheStatus = fields.get('cache-status') ?? ''
    const code = /detail="?([A-Z_]+)/.exec(cacheStatus)?.[1] ?? `status ${status}`
    // Made of what is stored: a 304 carries only the fields that RFC 9110 §15.4.5 names, a 416 none of them.
    const entityTag = fields.get('etag')?.replace(/^W\//, '') // RFC 9110 §13.1.2: compared weakly
    const isOwnAnswer = (status === 304 && entityTag === this.#errand.entityTag) || status === 416
    if (isOwnAnswer) return { kind: 'complete', detail: String(status) }
    if (![502, 503, 504].includes(status)) return this.#wrong(`the gateway answers ${status} ${code}`)
    if (this.#errand.resource.temper === 'calm') {
      return this.#wrong(`the gateway answers ${status} ${code} for an origin that does not fail here`)
    }
    return { kind: 'gatewayError', detail: `${status} ${code}` }
  }

  #wrong(problem: string): Judgement {
    return { kind: 'wrong', detail: this.describe(problem) }
  }
}

function problemOfLabel(errand: Errand, label: Label, now: number): string | undefined {
  const { id, resource, language, method } = errand
  const { version, asker } = label
  const expected = languageFor(resource, language)
  if (label.language !== expected) return `in ${label.language}, and not in ${expected}`
  if (version > versionAt(resource, now)) return `the version ${version} of the future`
  const age = now - endOfVersion(resource, version)
  if (age > longestReuse) return `a version that was replaced ${Math.round(age / 1000)} s ago`
  const isOwn = resource.storage === 'noStore' || resource.storage === 'private' || method === 'POST'
  return isOwn && asker !== String(id) ? `the answer to #${asker}, which was for it alone` : undefined
}

/** What is asked for by `onSend` holds for each answer, whatever it is made of, and once. */
function problemOfMark({ id }: Errand, { fields }: AnswerHead): string | undefined {
  const mark = fields.get(markField.toLowerCase())
  return mark === String(id) ? undefined : `the mark ${mark}`
}

/** After a purge nothing is given out of what the origin was asked for before it. */
function problemOfAge({ askedAt }: Label, { hard, soft }: Fence, { fields }: AnswerHead): string | undefined {
  if (askedAt < hard) return `a reply asked for ${hard - askedAt} ms before what is stored was purged`
  const cacheStatus = fields.get('cache-status') ?? ''
  const isFresh = /; hit; ttl=[1-9]|; collapsed/.test(cacheStatus)
  if (askedAt >= soft || !isFresh) return undefined
  return `as fresh a reply asked for ${soft - askedAt} ms before it was purged softly`
}
