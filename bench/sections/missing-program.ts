import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Why servers that run in several processes, or are not Node, cannot be measured here. */
export const missingProcessFiles = (): Promise<string | undefined> =>
  Promise.resolve(
    existsSync('/proc/self/stat')
      ? undefined
      : 'the processor time of other processes is read from /proc, which this system does not have',
  )

/** Whether a program can be started and measured; if not, the reason why its contender is left out. */
export const missingProgram = (program: string) => async (): Promise<string | undefined> => {
  try {
    await run(program, ['-V'])
  } catch (error) {
    // Whatever else it says: it is there.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return `${program} is not installed`
  }
  return missingProcessFiles()
}
