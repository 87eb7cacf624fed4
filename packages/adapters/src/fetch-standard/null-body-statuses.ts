/** Statuses whose responses have no body: Fetch §2.2.3. */
export const nullBodyStatuses: ReadonlySet<number> = new Set([101, 103, 204, 205, 304])
