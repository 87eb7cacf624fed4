/** As many calls at a time as a busy client makes, so that waiting for the other side does not count. */
const width = 8

/** Calls so many times, in a few lanes at once. */
export async function inLanes(count: number, call: () => Promise<void>): Promise<void> {
  let left = count
  const lane = async (): Promise<void> => {
    while (left > 0) {
      left -= 1
      await call()
    }
  }
  await Promise.all(Array.from({ length: width }, lane))
}
