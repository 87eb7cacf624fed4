import { format, parse } from 'node:path'

/** `trace.jsonl` and `w1`: `trace.w1.jsonl`. A name that begins with a dot, and has no other, is no ending. */
const withPart = (file: string, part: string): string => {
  const { dir, name, ext, root } = parse(file)
  return format({ dir, root, name: `${name}.${part}`, ext })
}

/** The file of one of several workers. */
export const fileOfWorker = (file: string, worker: number): string => withPart(file, `w${worker}`)

/** The file before this one, the one before that, and so on; 0 is this one. */
export const olderFile = (file: string, age: number): string =>
  age === 0 ? file : withPart(file, String(age))

/** The file that is to be the next one, until it has its first line. */
export const unfinishedFile = (file: string): string => `${file}.part`
