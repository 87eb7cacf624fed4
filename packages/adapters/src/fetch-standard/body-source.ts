import type { Body } from '@cachechart/core'

type Controller = ReadableByteStreamController

/** What a reader is told in place of the error with which a body broke off. */
export type ToReaderError = (error: unknown) => unknown

/** Where a byte stream takes its bytes from: a body, chunk by chunk, each when it is asked for. */
export class BodySource {
  readonly type = 'bytes'
  readonly #body: Body
  readonly #toReaderError: ToReaderError
  #iterator: AsyncIterator<Uint8Array> | undefined
  #controller: Controller | undefined
  #hasEnded = false
  #whenEnded: (() => void) | undefined

  constructor(body: Body, toReaderError: ToReaderError) {
    this.#body = body
    this.#toReaderError = toReaderError
  }

  /** `tell` is called once the body was read to its end, broke off, or was given up. */
  onEnd(tell: () => void): void {
    this.#whenEnded = tell
  }

  start(controller: Controller): void {
    this.#controller = controller
  }

  pull(controller: Controller): Promise<void> | undefined {
    const { bytes } = this.#body
    if (bytes === undefined) return this.#pullNext(controller)
    give(controller, bytes)
    this.#close(controller)
    return undefined
  }

  async #pullNext(controller: Controller): Promise<void> {
    this.#iterator ??= this.#body[Symbol.asyncIterator]()
    try {
      for (;;) {
        const { done, value } = await this.#iterator.next()
        if (this.#hasEnded) return
        if (done === true) {
          this.#close(controller)
          return
        }
        if (give(controller, value)) return
      }
    } catch (error) {
      this.fail(this.#toReaderError(error))
    }
  }

  /** The reader wants no more of it. */
  cancel(): void {
    this.#end()
    this.#body.cancel()
  }

  /** The reader gets this error in place of the rest. */
  fail(error: unknown): void {
    if (this.#hasEnded) return
    this.#end()
    this.#controller?.error(error)
    this.#body.cancel()
  }

  #close(controller: Controller): void {
    this.#end()
    controller.close()
    controller.byobRequest?.respond(0) // a reader that brought its own buffer gets it back
  }

  #end(): void {
    this.#hasEnded = true
    this.#whenEnded?.()
  }
}

/** Whether there was anything to give. It is a copy: a byte stream takes the buffer away from whoever had it. */
function give(controller: Controller, chunk: Uint8Array): boolean {
  if (chunk.byteLength === 0) return false
  controller.enqueue(new Uint8Array(chunk))
  return true
}
