/** What a client could do otherwise than another: the promises of a store that are looked at with every one of them. */
const names: readonly string[] = [
  'several readers each read the whole body',
  'a freshened entry has the new head and the old body',
  'every member of a head survives as it is, odd field lines too',
  'keys of every kind are kept apart',
  'purge() removes what is selected, tells how many, and leaves all else',
  'purge() with a function gives what is selected another head, and keeps its body',
  'what is committed after delete() or purge() is stored, though these were not awaited',
  'delete() removes all variants of its key, and tells how many',
  'a closed store fails every call with ERR_STORE_CLOSED',
  'chunks of any size become one body, in order',
  'a large body comes back byte by byte',
  'a refused body leaves what was stored before, and the store goes on',
]

/** Of all cases those that are looked at everywhere; all are tried with one client. */
export function spotChecksOf<Case extends { readonly name: string }>(
  cases: readonly Case[],
): readonly Case[] {
  return names.map((name) => {
    const found = cases.find((candidate) => candidate.name === name)
    if (found === undefined) throw new Error(`the contract has no such promise any more: ${name}`)
    return found
  })
}
