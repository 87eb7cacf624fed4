import type { Dispatcher } from './stage.ts'

type Controller = Parameters<NonNullable<Handler['onRequestStart']>>[0]
type Handler = Parameters<Dispatcher['dispatch']>[1]

/** A handler that writes down what it is told, and does more where it is given more to do. */
export class Recorder {
  readonly told: unknown[] = []
  readonly ended: Promise<void>
  controller: Controller | undefined
  readonly #end: () => void
  readonly #also: Partial<Handler>

  constructor(also: Partial<Handler> = {}) {
    this.#also = also
    const { promise, resolve } = Promise.withResolvers<void>()
    this.ended = promise
    this.#end = resolve
  }

  onRequestStart(controller: Controller, context: unknown): void {
    this.controller = controller
    this.told.push('start')
    this.#also.onRequestStart?.(controller, context)
  }

  onResponseStart(
    controller: Controller,
    ...rest: [number, Record<string, string | string[] | undefined>, string?]
  ): void {
    this.told.push(rest[0])
    this.#also.onResponseStart?.(controller, ...rest)
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    this.told.push(chunk.toString())
    this.#also.onResponseData?.(controller, chunk)
  }

  onResponseEnd(controller: Controller, trailers: Record<string, string | string[] | undefined>): void {
    this.told.push('end')
    this.#end()
    this.#also.onResponseEnd?.(controller, trailers)
  }

  onResponseError(controller: Controller, error: Error): void {
    this.told.push(error)
    this.#end()
    this.#also.onResponseError?.(controller, error)
  }
}
