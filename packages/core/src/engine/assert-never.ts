/** Ends an exhaustive `switch`: the compiler proves that it is never reached. */
export const assertNever = (value: never): never => {
  throw new TypeError(`unexpected value ${JSON.stringify(value)}`)
}
