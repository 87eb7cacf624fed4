/** What was thrown, in words. Anything can be thrown: also what cannot be made into a text. */
export const textOf = (thrown: unknown): string => {
  try {
    return thrown instanceof Error ? thrown.message : String(thrown)
  } catch {
    return `a value of type ${typeof thrown} that has no text`
  }
}
