/** So many of them, in words. */
export const storedResponses = (count: number): string =>
  count === 1 ? '1 stored response' : `${count} stored responses`
