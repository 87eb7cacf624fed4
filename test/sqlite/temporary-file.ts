import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from '@jest/globals'

/** Names of files in a folder that is removed when the tests of the file are over. */
export const temporaryFiles = (): (() => string) => {
  const folder = mkdtempSync(join(tmpdir(), 'sqlite-test-'))
  let count = 0
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  return () => join(folder, `${(count += 1)}.db`)
}
