/** That the assertions see what they look for: an assertion that cannot fail is worth nothing. */
import type { AnyIn, AnyInModule, Equal, Expect, IsAny } from './assert-types.ts'

// What is to be found is written out here.
/* oxlint-disable typescript/no-explicit-any */
interface Hidden {
  readonly deep: { readonly list: readonly { readonly value: any }[] }
}

interface Clean {
  readonly nothing: unknown
  readonly never: never
  method(parameter: string): Promise<number | undefined>
}

type WithAny = new (first: string, second: any) => object

export type Checks = [
  Expect<IsAny<any>>,
  Expect<Equal<IsAny<unknown>, false>>,
  Expect<Equal<IsAny<never>, false>>,
  Expect<Equal<Equal<any, unknown>, false>>,
  Expect<Equal<Equal<{ a?: 1 }, { a?: 1 | undefined }>, false>>,
  Expect<Equal<Equal<{ readonly a: 1 }, { a: 1 }>, false>>,
  Expect<Equal<AnyIn<Hidden>, 'it.deep.list[].value'>>,
  Expect<Equal<AnyIn<(first: string, second: { bad: any }) => void>, 'it(…).bad'>>,
  Expect<Equal<AnyIn<() => Promise<any>>, 'await it()'>>,
  Expect<Equal<AnyIn<string | { bad: any }>, 'it.bad'>>,
  Expect<Equal<AnyIn<(() => void) & { member: any }>, 'it.member'>>,
  Expect<Equal<AnyIn<WithAny>, 'new it(…)'>>,
  Expect<Equal<AnyIn<Clean>, never>>,
  Expect<Equal<AnyInModule<{ one: (a: any) => void; other: 1 }>, 'one(…)'>>,
  Expect<Equal<AnyInModule<{ one: (a: any) => void; other: 1 }, 'one'>, never>>,
]

// @ts-expect-error what is not true does not compile
export type Wrong = Expect<Equal<1, 2>>
