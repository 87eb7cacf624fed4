import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from '@jest/globals'
import { sqliteStore } from '@cachechart/adapters/sqlite'
import { faultsOf } from './file-facts.ts'
import { putChecked } from './checked-entry.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const root = fileURLToPath(new URL('../..', import.meta.url))
const program = fileURLToPath(new URL('failing-disk-process.ts', import.meta.url))

/** What the program prints; before it starts the shell does something. */
const outcomeOf = async (preparation: string, args: readonly string[]): Promise<unknown> => {
  const command = `${preparation}; exec "$0" --conditions=source --disable-warning=ExperimentalWarning "$@"`
  const child = spawn('sh', ['-c', command, process.execPath, program, ...args], { cwd: root })
  let [out, error] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (added: string) => (out += added))
  child.stderr.setEncoding('utf8').on('data', (added: string) => (error += added))
  await once(child, 'close')
  try {
    return JSON.parse(out)
  } catch {
    throw new Error(`it printed ${out}${error}`)
  }
}

test('a disk that is full is an error for those who write; what is stored stays readable, and the store goes on when there is room', async () => {
  const file = newFile()
  // No file may become longer than 2 MiB, as `ulimit` counts blocks of 512 bytes; the signal that says so is not wanted.
  const outcome = await outcomeOf("trap '' XFSZ; ulimit -f 4096", ['fill', file])
  expect(outcome).toMatchObject({ failedWith: ['ERR_STORE_FAILED'], torn: 0 })
  const store = sqliteStore({ file })
  expect(outcome).toMatchObject({ whole: store.statistics().entries })
  expect(await putChecked(store, 'key', { body: Buffer.alloc(200_000) })).toBe('stored')
  store.close()
  expect(faultsOf(file)).toEqual([])
})

test('a file that may not be written is refused with an error that says so', async () => {
  const file = newFile()
  const store = sqliteStore({ file })
  await putChecked(store, 'key', { body: Buffer.from('hello') })
  store.close()
  chmodSync(file, 0o444)
  mkdirSync(dirname(file), { recursive: true })
  chmodSync(dirname(file), 0o555)
  expect(await outcomeOf(':', ['open', file])).toEqual({ code: 'ERR_STORE_FAILED' })
  chmodSync(dirname(file), 0o755)
})
