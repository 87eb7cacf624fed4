import type { FieldLines, RequestHead } from '../http/message.ts'
import type { StorageOverrides } from '../policy/storage-overrides.ts'
import { checkStorageOverrides } from './check-overrides.ts'
import { MisuseError } from './driver-errors.ts'
import { FieldDraft } from './field-draft.ts'

/** A request on its way to the origin, for a hook to change. Its body is not looked at before the hook is done. */
export class OutgoingRequest implements RequestHead {
  readonly method: string
  /** What the client asked for, unchanged. */
  readonly client: RequestHead
  readonly #draft: FieldDraft
  #url: string
  #overrides: StorageOverrides

  constructor(head: RequestHead, client: RequestHead, overrides: StorageOverrides = {}) {
    this.method = head.method
    this.client = client
    this.#url = head.url
    this.#draft = new FieldDraft(head.fields)
    this.#overrides = overrides
  }

  /** Where it goes. The key of the cache stays what it was. */
  get url(): string {
    return this.#url
  }

  /** @throws MisuseError when it is not absolute */
  set url(url: string) {
    if (typeof url !== 'string' || !URL.canParse(url)) {
      throw new MisuseError(
        `request.url must be absolute, as in "http://example.com/"; it is ${JSON.stringify(url)}`,
      )
    }
    this.#url = url
  }

  get fields(): FieldLines {
    return this.#draft.fields
  }

  /** All lines of a name, joined by commas (RFC 9110 §5.3); `null` where there is none. */
  getHeader(name: string): string | null {
    return this.#draft.getHeader(name)
  }

  /** One line in place of all of its name. @throws MisuseError for what is no field */
  setHeader(name: string, value: string): void {
    this.#draft.setHeader(name, value)
  }

  /** Another line. @throws MisuseError for what is no field */
  appendHeader(name: string, value: string): void {
    this.#draft.appendHeader(name, value)
  }

  /** None of its lines. @throws MisuseError for what is no field */
  removeHeader(name: string): void {
    this.#draft.removeHeader(name)
  }

  /** What is said of the response in place of what it will say itself. */
  get overrides(): StorageOverrides {
    return this.#overrides
  }

  /** Says more of the response that will come; what was said before stands where this says nothing. @throws MisuseError */
  override(overrides: StorageOverrides): void {
    checkStorageOverrides(overrides)
    const { ttl: _ttl, maxAge: _maxAge, ...others } = this.#overrides
    // The two say the same in two ways: the last one counts.
    const isTimed = overrides.ttl !== undefined || overrides.maxAge !== undefined
    this.#overrides = { ...(isTimed ? others : this.#overrides), ...overrides }
  }
}
