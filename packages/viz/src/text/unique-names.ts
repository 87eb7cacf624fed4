/** Gives each name once: a second `a` is `a` with a number, as `numbered` writes it. */
export function uniqueNames(
  numbered: (wanted: string, number: number) => string,
): (wanted: string) => string {
  const taken = new Set<string>()
  const counts = new Map<string, number>()
  return (wanted) => {
    let name = wanted
    let count = counts.get(wanted) ?? 1
    while (taken.has(name)) {
      count += 1
      name = numbered(wanted, count)
    }
    counts.set(wanted, count)
    taken.add(name)
    return name
  }
}
