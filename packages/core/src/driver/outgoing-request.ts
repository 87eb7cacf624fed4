import type { RequestHead } from '../http/message.ts'
import type { StorageOverrides } from '../policy/storage-overrides.ts'
import { checkStorageOverrides } from './check-overrides.ts'
import { MisuseError } from './driver-errors.ts'
import { FieldDraft } from './field-draft.ts'

/** A request on its way to the origin, for a hook to change. Its body is not looked at before the hook is done. */
export class OutgoingRequest extends FieldDraft implements RequestHead {
  readonly method: string
  /** What the client asked for, unchanged. */
  readonly client: RequestHead
  #url: string
  #overrides: StorageOverrides

  constructor(head: RequestHead, client: RequestHead, overrides: StorageOverrides = {}) {
    super(head.fields)
    this.method = head.method
    this.client = client
    this.#url = head.url
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
