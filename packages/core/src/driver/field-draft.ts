import { fieldValue, withoutFields } from '../engine/field-lines.ts'
import type { FieldLines } from '../http/message.ts'
import { checkHeaderName, checkHeaderValue } from './check-header.ts'

/** Field lines that can be changed. What they were made of stays as it was. */
export class FieldDraft {
  #fields: FieldLines

  constructor(fields: FieldLines) {
    this.#fields = fields
  }

  /** The lines as they are now. */
  get fields(): FieldLines {
    return this.#fields
  }

  /** All lines of a name, joined by commas (RFC 9110 §5.3); `null` where there is none. */
  getHeader(name: string): string | null {
    return fieldValue(this.#fields, name.toLowerCase())
  }

  /** One line in place of all of its name. @throws MisuseError for what is no field */
  setHeader(name: string, value: string): void {
    this.removeHeader(name)
    this.appendHeader(name, value)
  }

  /** Another line. @throws MisuseError for what is no field */
  appendHeader(name: string, value: string): void {
    checkHeaderName(name)
    checkHeaderValue(name, value)
    this.#fields = [...this.#fields, name, value]
  }

  /** None of its lines. @throws MisuseError for what is no field */
  removeHeader(name: string): void {
    checkHeaderName(name)
    this.#fields = withoutFields(this.#fields, new Set([name.toLowerCase()]))
  }
}
