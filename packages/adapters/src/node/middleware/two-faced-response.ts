import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { responseSocket } from './application-sockets.ts'
import type { CapturedResponse } from './captured-response.ts'
import {
  applicationMethods,
  applicationProperties,
  bearer,
  clientSide,
  endProperties,
  shadowedMethods,
} from './response-faces.ts'

type Method = (...parameters: unknown[]) => unknown

/** What node:http keeps as plain data of a response, and both sides have of their own. */
type Status = Pick<ServerResponse, 'statusCode' | 'statusMessage'>
type End = Pick<ServerResponse, 'finished' | 'destroyed'>

/**
 * One `ServerResponse`, two sides: frameworks hold on to the object that they were given, so that it cannot be replaced.
 * From here on whoever calls it writes to `captured`; through `client` it is what it was: with the methods that it had
 * then, those that earlier middleware has put in place among them, and with the connection to the client.
 *
 * Who has listened to it before hears of the client; who listens from now on hears of `captured`.
 */
export class TwoFacedResponse {
  readonly response: ServerResponse
  readonly captured: CapturedResponse
  /** The side of the client. */
  readonly client: ServerResponse
  readonly #connection: Socket
  readonly #clientStatus: Status
  /** Methods that earlier middleware has put in the place of node:http's. */
  #replaced: Map<string, Method> | undefined
  /** How the client's side has ended, once that may come before the application's does. */
  #clientEnd: End | undefined
  #shownConnection: Socket | undefined
  #face: 'application' | 'client' = 'application'

  constructor(response: ServerResponse, captured: CapturedResponse) {
    this.response = response
    this.captured = captured
    this.#connection = response.req.socket
    this.#clientStatus = { statusCode: response.statusCode, statusMessage: response.statusMessage }
    for (const name of shadowedMethods) {
      if (!Object.hasOwn(response, name)) continue
      this.#replaced ??= new Map()
      this.#replaced.set(name, Reflect.get(response, name) as Method) // it is given what it was given before
    }
    // In this order V8 keeps the response's shape as it keeps those of all others.
    Object.assign(response, applicationMethods, { [bearer]: this })
    Object.defineProperties(response, applicationProperties)
    this.client = Object.assign(Object.create(clientSide) as ServerResponse, { [bearer]: this }) // it is made to be one
  }

  /** The client's side ends, or has ended, and the application's goes on: that must not see it. */
  outliveClient(): void {
    if (this.#clientEnd !== undefined) return
    const { finished, destroyed } = this.response
    this.#clientEnd = { finished, destroyed }
    Object.defineProperties(this.response, endProperties)
  }

  /** Calls a method of the client's side. All that follows from it at once is of that side, too. */
  callClient(name: string, parameters: readonly unknown[]): unknown {
    if (name === 'emit' && parameters[0] === 'close' && !this.captured.isClosed) this.outliveClient()
    return this.#asClient(() => this.#apply(name, parameters))
  }

  /** Calls a method of the side whose turn it is; `captured` is its name on the one. */
  call(
    name: string,
    { captured, parameters }: { readonly captured: string; readonly parameters: readonly unknown[] },
  ): unknown {
    if (this.#face === 'client') return this.#apply(name, parameters)
    const method: unknown = Reflect.get(this.captured, captured)
    const result: unknown = Reflect.apply(method as Method, this.captured, parameters) // all that are named are methods
    return result === this.captured ? this.response : result
  }

  /** A property on the client's side. */
  readClient(name: string): unknown {
    return this.#asClient((): unknown => Reflect.get(this.response, name))
  }

  writeClient(name: string, value: unknown): void {
    Reflect.set(Object.getPrototypeOf(this.response) as object, name, value, this.response)
  }

  /** A property that node:http computes, on the side whose turn it is. */
  read(name: string): unknown {
    const { captured, response } = this
    if (this.#face === 'client') return Reflect.get(Object.getPrototypeOf(response) as object, name, response)
    switch (name) {
      case 'writableFinished':
        return captured.isFinished
      case 'writableNeedDrain':
        return captured.needsDrain
      case 'closed':
        return captured.isClosed
      case 'socket':
      case 'connection':
        return (this.#shownConnection ??= responseSocket(this.#connection, captured))
      default:
        return Reflect.get(captured, name)
    }
  }

  readStatus(name: keyof Status): unknown {
    return this.#face === 'client' ? this.#clientStatus[name] : this.captured[name]
  }

  writeStatus<Name extends keyof Status>(name: Name, value: Status[Name]): void {
    if (this.#face === 'client') this.#clientStatus[name] = value
    else Reflect.set(this.captured, name, value)
  }

  readEnd(name: keyof End): unknown {
    const { captured } = this
    const onClientSide = this.#clientEnd?.[name]
    if (this.#face === 'client') return onClientSide
    // Whoever hands on later what it was given (as compression does) writes when the application has long ended.
    return name === 'finished' ? onClientSide === true && captured.finished : captured.isBroken
  }

  /** By node:http alone. */
  writeEnd<Name extends keyof End>(name: Name, value: End[Name]): void {
    if (this.#clientEnd !== undefined) this.#clientEnd[name] = value
  }

  #apply(name: string, parameters: readonly unknown[]): unknown {
    const method: unknown =
      this.#replaced?.get(name) ?? Reflect.get(Object.getPrototypeOf(this.response) as object, name)
    return Reflect.apply(method as Method, this.response, parameters) // only methods are called so
  }

  #asClient<Result>(work: () => Result): Result {
    const before = this.#face
    this.#face = 'client'
    try {
      return work()
    } finally {
      this.#face = before
    }
  }
}
