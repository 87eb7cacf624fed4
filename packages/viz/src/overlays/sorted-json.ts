/** JSON in which the members of objects are sorted: the same text for what is the same, however it was written down. */
export function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_name, inner: unknown) =>
    typeof inner === 'object' && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(byName))
      : inner,
  )
}

/** Not by locale: the same bytes on every machine. */
const byName = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  Number(one > other) - Number(one < other)
