import type { FieldLines } from '../http/message.ts'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'
import { FieldDraft } from './field-draft.ts'
import { MisuseError } from './driver-errors.ts'
import type { HeaderTarget } from './pending-request.ts'

interface HeaderOperation {
  readonly name: string
  readonly target: HeaderTarget
  readonly apply: (draft: FieldDraft) => void
}

const targets: readonly unknown[] = ['response', 'error', 'any']

/** What a caller wants done with the fields of what it gets, in the order in which it was said. */
export class HeaderOperations {
  readonly #operations: HeaderOperation[] = []

  set(name: string, value: string, target: HeaderTarget): void {
    checkHeaderValue(name, value)
    this.#add({ name, target, apply: (draft) => draft.setHeader(name, value) })
  }

  append(name: string, value: string, target: HeaderTarget): void {
    checkHeaderValue(name, value)
    this.#add({ name, target, apply: (draft) => draft.appendHeader(name, value) })
  }

  remove(name: string, target: HeaderTarget): void {
    this.#add({ name, target, apply: (draft) => draft.removeHeader(name) })
  }

  /** The fields as they become; the same array where nothing was to be done. */
  applyTo(fields: FieldLines, kind: Exclude<HeaderTarget, 'any'>): FieldLines {
    const meant = this.#operations.filter(({ target }) => target === kind || target === 'any')
    if (meant.length === 0) return fields
    const draft = new FieldDraft(fields)
    for (const operation of meant) operation.apply(draft)
    return draft.fields
  }

  #add(operation: HeaderOperation): void {
    checkHeaderName(operation.name)
    if (!targets.includes(operation.target)) {
      const seen = JSON.stringify(operation.target)
      throw new MisuseError(`the target of a header operation is "response", "error" or "any"; it is ${seen}`)
    }
    this.#operations.push(operation)
  }
}
