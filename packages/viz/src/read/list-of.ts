/** What stands alone, in a list, or not at all, as a list: XState takes actions, targets and actors in each way. */
export function listOf<Item>(value: Item | readonly Item[] | undefined): readonly Item[] {
  if (value === undefined) return []
  // The compiler does not narrow what may be any list.
  return Array.isArray(value) ? (value as readonly Item[]) : [value as Item]
}
