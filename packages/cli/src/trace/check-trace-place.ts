import { lstat, open } from 'node:fs/promises'
import { noPlaceForTrace as refusal, reasonOf } from './trace-failure.ts'
import { olderFile, unfinishedFile } from './trace-names.ts'

/** How every recording begins, as `JSON.stringify` writes it. */
const beginning = Buffer.from('{"kind":"start","format":"cachechart",')

/**
 * Checks that nothing is lost by writing there: what has one of the names, and would go one day, has to be a recording
 * from before. Rejects with a `CommandFailedError`.
 */
export async function checkTracePlace(file: string, files: number): Promise<void> {
  for (let age = 0; age < files; age += 1) await checkOne(olderFile(file, age))
  await checkOne(unfinishedFile(file))
}

async function checkOne(file: string): Promise<void> {
  const kind = await kindOf(file)
  if (kind === 'nothing') return
  if (kind !== 'file') throw refusal(file, `it is ${kind}, not a file`)
  if (!(await isRecording(file)))
    throw refusal(file, 'there is a file that is no trace, and it would be lost. Give another name')
}

async function kindOf(file: string): Promise<string> {
  try {
    const found = await lstat(file)
    if (found.isSymbolicLink()) return 'a link'
    if (found.isDirectory()) return 'a folder'
    return found.isFile() ? 'file' : 'a device or a pipe'
  } catch (error) {
    if (isMissing(error)) return 'nothing'
    throw refusal(file, reasonOf(error), error)
  }
}

async function isRecording(file: string): Promise<boolean> {
  const handle = await open(file).catch((error: unknown) => {
    throw refusal(file, reasonOf(error), error)
  })
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(beginning.length), 0, beginning.length, 0)
    return bytesRead === 0 || buffer.equals(beginning)
  } finally {
    await handle.close()
  }
}

const isMissing = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ENOENT'
