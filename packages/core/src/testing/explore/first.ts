/** The first answer that there is, in order. */
export const first = <Subject>(
  subjects: Iterable<Subject>,
  check: (subject: Subject) => string | undefined,
): string | undefined => {
  for (const subject of subjects) {
    const wrong = check(subject)
    if (wrong !== undefined) return wrong
  }
  return undefined
}
