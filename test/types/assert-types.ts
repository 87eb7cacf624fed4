import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Dispatcher } from 'undici'

/** Compiles only when what it is told is true. */
export type Expect<Claim extends true> = Claim

/** Whether two types are the same, and not just assignable to each other. */
// A type parameter that stays open is what makes the compiler compare the two for identity.
/* oxlint-disable typescript/no-unnecessary-type-parameters */
export type Equal<One, Other> =
  (<T>() => T extends One ? 1 : 2) extends <T>() => T extends Other ? 1 : 2 ? true : false

/** Nothing but `any` is both within 1 and above 0. */
export type IsAny<T> = 0 extends 1 & T ? true : false

type Deeper<Depth extends readonly unknown[]> = [...Depth, unknown]

/** What the platform, undici and Node declare is theirs. */
type Foreign =
  | AbortSignal
  | ArrayBuffer
  | ArrayBufferView
  | Blob
  | Date
  | Dispatcher
  | FormData
  | Function
  | IncomingMessage
  | ReadableStream
  | ReadonlyMap<unknown, unknown>
  | ReadonlySet<unknown>
  | Request
  | Response
  | Server
  | ServerResponse
  | URL
  | URLSearchParams

/** Any function, constructors aside. */
type Callable = (...parameters: never) => unknown

type AnyInCall<T, Path extends string, Depth extends readonly unknown[]> = T extends (
  ...parameters: infer Parameters
) => infer Result
  ? AnyInList<Parameters, `${Path}(…)`, Depth> | AnyIn<Result, `${Path}()`, Depth>
  : never

type AnyInConstructor<T, Path extends string, Depth extends readonly unknown[]> = T extends abstract new (
  ...parameters: infer Parameters
) => infer Instance
  ? AnyInList<Parameters, `new ${Path}(…)`, Depth> | AnyIn<Instance, `new ${Path}`, Depth>
  : never

type AnyInList<T, Path extends string, Depth extends readonly unknown[]> = T extends readonly unknown[]
  ? { [Index in keyof T]-?: AnyIn<T[Index], Path, Depth> }[number]
  : never

type AnyInMembers<T, Path extends string, Depth extends readonly unknown[]> = {
  [Name in keyof T & string]-?: AnyIn<T[Name], `${Path}.${Name}`, Depth>
}[keyof T & string]

type AnyInObject<T, Path extends string, Depth extends readonly unknown[]> =
  T extends Promise<infer Value>
    ? AnyIn<Value, `await ${Path}`, Depth>
    : T extends readonly unknown[]
      ? AnyInList<T, `${Path}[]`, Depth>
      : T extends Callable
        ? AnyInCall<T, Path, Depth> | AnyInMembers<T, Path, Depth>
        : T extends abstract new (...parameters: never) => unknown
          ? AnyInConstructor<T, Path, Depth>
          : T extends Foreign
            ? never
            : T extends object
              ? AnyInMembers<T, Path, Depth>
              : never

/** undici's function is known by identity: nothing in its parameters must be there, so that most others pass for it. */
type IsWhole<T, Depth extends readonly unknown[]> = Depth['length'] extends 4
  ? true
  : Equal<T, Dispatcher['dispatch']>

/** Where in a type there is an `any`, as a path: of a member, a parameter, a result. `never` where there is none. */
export type AnyIn<T, Path extends string = 'it', Depth extends readonly unknown[] = []> =
  IsAny<T> extends true ? Path : IsWhole<T, Depth> extends true ? never : AnyInObject<T, Path, Deeper<Depth>>

/** All the places of an `any` in all that a module exports as a value. */
export type AnyInModule<Module, Except extends keyof Module = never> = {
  [Name in Exclude<keyof Module, Except> & string]: AnyIn<Module[Name], Name>
}[Exclude<keyof Module, Except> & string]
