/** The files that were named. */
export const collectFile = (file: string, before: readonly string[] = []): readonly string[] => [
  ...before,
  file,
]
