/** Numbers under names, which may be under names themselves. */
type Tally = { readonly [name: string]: number | Tally }

/** Adds what counts the same. All have the names of `first`. */
export function sumOf<Counted extends object>(first: Counted, others: readonly Counted[]): Counted {
  // Counts are read by their names alone, and the sum has the names of what was added.
  return others.reduce<Tally>((sum, other) => added(sum, other as Tally), first as Tally) as Counted
}

const added = (one: Tally, other: Tally): Tally =>
  Object.fromEntries(
    Object.entries(one).map(([name, value]) => {
      const more = other[name] ?? 0
      if (typeof value === 'number') return [name, value + (typeof more === 'number' ? more : 0)]
      return [name, typeof more === 'number' ? value : added(value, more)]
    }),
  )
