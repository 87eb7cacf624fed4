/** The value of an XState snapshot as the path that the table knows the state by: XState names a nested state by objects. */
export const statePathOf = (value: unknown): string =>
  typeof value === 'string'
    ? value
    : Object.entries(value as object) // a value is a text or an object of values
        .map(([key, inner]) => `${key}.${statePathOf(inner)}`)
        .join()
