/**
 * Which of several numbers stand in rising order, as many as there can be: the places of a longest rising subsequence. What
 * is not among them has been moved.
 */
export function keptInOrder(numbers: readonly number[]): ReadonlySet<number> {
  /** By length: the place of the least number that ends a rising sequence of that length. */
  const ends: number[] = []
  const before = new Map<number, number>()
  for (const [place, number] of numbers.entries()) {
    const length = firstNotBelow(ends, (end) => (numbers[end] ?? 0) >= number)
    const previous = ends[length - 1]
    if (previous !== undefined) before.set(place, previous)
    ends[length] = place
  }
  const kept = new Set<number>()
  for (let place = ends.at(-1); place !== undefined; place = before.get(place)) kept.add(place)
  return kept
}

/** The first place of a list that is sorted by it at which a condition holds; behind all where it never does. */
function firstNotBelow(list: readonly number[], holds: (item: number) => boolean): number {
  let [low, high] = [0, list.length]
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    const item = list[middle]
    if (item === undefined || holds(item)) high = middle
    else low = middle + 1
  }
  return low
}
