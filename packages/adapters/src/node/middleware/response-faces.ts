import { ServerResponse } from 'node:http'
import type { TwoFacedResponse } from './two-faced-response.ts'

/** Under this name a response, and its client's side, know the two sides. */
export const bearer = Symbol('cachechart.twoFacedResponse')

/** Whether the response has two sides already: another cache is at work on it. */
export const isTwoFaced = (response: ServerResponse): boolean => bearer in response

/** Only what is called on a response that has two sides, or on its client's side, comes here. */
const facesOf = (response: object): TwoFacedResponse => Reflect.get(response, bearer) as TwoFacedResponse

/** Methods of either side. */
const ofEither = [
  ...['writeHead', 'write', 'end', 'flushHeaders', 'addTrailers', 'destroy'],
  ...['setHeader', 'setHeaders', 'appendHeader', 'removeHeader'],
  ...['getHeader', 'getHeaders', 'getHeaderNames', 'getRawHeaderNames', 'hasHeader'],
  ...['writeProcessing', 'writeEarlyHints', 'writeInformation'],
  ...['on', 'addListener', 'once', 'prependListener', 'prependOnceListener'],
  ...['off', 'removeListener', 'removeAllListeners', 'setMaxListeners'],
  ...['listeners', 'rawListeners', 'listenerCount', 'eventNames'],
]

/** Those that have another name on the captured one. */
const renamed: readonly (readonly [name: string, captured: string])[] = [
  ['writeHeader', 'writeHead'],
  // Whoever wants the head to be written calls it, where `_header` says that it is not: that is the client's head.
  ['_implicitHeader', 'writeImplicitHead'],
]

/** Methods of the client's side, whoever calls them: the connection is the client's. */
const ofClient = ['emit', 'setTimeout', 'writeContinue', 'cork', 'uncork']

/** All methods that are not node:http's any more while a response has two sides. */
export const shadowedMethods: readonly string[] = [...ofEither, ...renamed.map(([name]) => name), ...ofClient]

/** Computed by node:http. */
const computed = ['headersSent', 'writableEnded', 'writableFinished', 'writableNeedDrain', 'closed']

/** Plain data there, and both sides have their own. */
const status = ['statusCode', 'statusMessage'] as const
const end = ['finished', 'destroyed'] as const

const connections = ['socket', 'connection']

type Method = (this: object, ...parameters: unknown[]) => unknown

const methodOfEither = ([name, captured]: readonly [string, string]): [string, Method] => [
  name,
  function call(...parameters) {
    return facesOf(this).call(name, { captured, parameters })
  },
]

const methodOfClient = (name: string): [string, Method] => [
  name,
  function call(...parameters) {
    return facesOf(this).callClient(name, parameters)
  },
]

/** The methods that a response shows the application. Middleware that comes later may put others in their place. */
export const applicationMethods: Readonly<Record<string, Method>> = Object.fromEntries([
  ...ofEither.map((name) => methodOfEither([name, name])),
  ...renamed.map(methodOfEither),
  ...ofClient.map(methodOfClient),
])

type Described = [name: string, descriptor: PropertyDescriptor]

const getter = (name: string, read: (faces: TwoFacedResponse) => unknown): Described => [
  name,
  {
    configurable: true,
    get(this: object): unknown {
      return read(facesOf(this))
    },
  },
]

/** The properties that it shows the application. */
export const applicationProperties: PropertyDescriptorMap = Object.fromEntries<PropertyDescriptor>([
  ...computed.map((name) => getter(name, (faces) => faces.read(name))),
  ...connections.map((name): Described => {
    const [, descriptor] = getter(name, (faces) => faces.read(name))
    // node:http sets it, when the response gets its connection and when it gives it back.
    const set = function setConnection(this: object, value: unknown): void {
      facesOf(this).writeClient(name, value)
    }
    return [name, { ...descriptor, set }]
  }),
  ...status.map((name): Described => {
    const [, descriptor] = getter(name, (faces) => faces.readStatus(name))
    const set = function setStatus(this: object, value: never): void {
      facesOf(this).writeStatus(name, value)
    }
    return [name, { ...descriptor, set }]
  }),
])

/** Those that it shows only where the client's side ends first: to put them in the place of data takes time. */
export const endProperties: PropertyDescriptorMap = Object.fromEntries<PropertyDescriptor>(
  end.map((name): Described => {
    const [, descriptor] = getter(name, (faces) => faces.readEnd(name))
    const set = function setEnd(this: object, value: never): void {
      facesOf(this).writeEnd(name, value)
    }
    return [name, { ...descriptor, set }]
  }),
)

/**
 * What stands for the client's side of a response inherits from this. It has what this package needs of a response to
 * write to it, and no more.
 */
export const clientSide: ServerResponse = Object.create(
  ServerResponse.prototype,
  Object.fromEntries<PropertyDescriptor>([
    ...shadowedMethods.map((name): Described => {
      const value: Method = function call(...parameters) {
        const faces = facesOf(this)
        const result = faces.callClient(name, parameters)
        return result === faces.response ? faces.client : result
      }
      return [name, { value }]
    }),
    ...[...computed, ...connections, ...status, ...end, 'writableCorked'].map((name) =>
      getter(name, (faces) => faces.readClient(name)),
    ),
    ...['req', 'chunkedEncoding'].map((name) => getter(name, (faces) => Reflect.get(faces.response, name))),
  ]),
) as ServerResponse // it inherits all the rest
