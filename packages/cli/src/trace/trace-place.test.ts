import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { CommandFailedError } from '../command-failed-error.ts'
import { checkTracePlace } from './check-trace-place.ts'
import { fieldToken } from './field-token.ts'
import { lockTrace } from './trace-lock.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-trace-'))
  file = join(folder, 'trace.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

const head = '{"kind":"start","format":"cachechart","version":1}\n'

describe('a place for a trace', () => {
  test('is one where nothing is, or what can go', async () => {
    await expect(checkTracePlace(file, 3)).resolves.toBeUndefined()
    await writeFile(file, head)
    await writeFile(join(folder, 'trace.2.jsonl'), '')
    await expect(checkTracePlace(file, 3)).resolves.toBeUndefined()
  })

  const refused: [what: string, make: () => Promise<unknown> | void, says: string][] = [
    ['a folder', () => void (file = folder), 'it is a folder'],
    ['a device', () => void (file = '/dev/null'), 'it is a device or a pipe'],
    ['a link, even to a trace', () => linkTo(head), 'it is a link'],
    ['a file that is no trace', () => writeFile(file, '{"kind":"star'), 'there is a file that is no trace'],
    [
      'a name within a file',
      () => writeFile(folder + '/f', '').then(() => (file = join(folder, 'f', 'x'))),
      'ENOTDIR',
    ],
  ]
  test.each(refused)('is not %s', async (_what, make, says) => {
    await make()
    await expect(checkTracePlace(file, 3)).rejects.toThrow(says)
    await expect(checkTracePlace(file, 3)).rejects.toBeInstanceOf(CommandFailedError)
  })

  test('is not one beside which something has the name of the next file', async () => {
    await writeFile(`${file}.part`, head)
    await checkTracePlace(file, 1)
    await rm(`${file}.part`)
    await mkdir(`${file}.part`)
    await expect(checkTracePlace(file, 1)).rejects.toThrow('trace.jsonl.part: it is a folder, not a file')
  })

  test('is not one whose older files would be lost', async () => {
    await writeFile(join(folder, 'trace.2.jsonl'), 'mine')
    await checkTracePlace(file, 2)
    await expect(checkTracePlace(file, 3)).rejects.toThrow('trace.2.jsonl: there is a file that is no trace')
  })

  async function linkTo(text: string): Promise<void> {
    await writeFile(join(folder, 'other'), text)
    await symlink(join(folder, 'other'), file)
  }
})

describe('the lock of a trace', () => {
  test('is one gateway’s, until that one gives it back', async () => {
    const lock = await lockTrace(file)
    await expect(lockTrace(file)).rejects.toThrow(
      `The trace cannot be written to ${file}: another gateway writes there. Give each its own.`,
    )
    lock.release()
    const next = await lockTrace(file)
    lock.release()
    await expect(lockTrace(file)).rejects.toThrow('another gateway writes there')
    next.release()
  })

  test('leaves alone what has its name', async () => {
    await writeFile(`${file}.lock`, 'no database, but a text that somebody wrote')
    await expect(lockTrace(file)).rejects.toThrow(/not a database/)
    expect(await readFile(`${file}.lock`, 'utf8')).toBe('no database, but a text that somebody wrote')
    await rm(`${file}.lock`)
    await symlink(join(folder, 'other'), `${file}.lock`)
    await expect(lockTrace(file)).rejects.toThrow('ELOOP')
  })

  test('cannot be had in a folder that is not there', async () => {
    await expect(lockTrace(join(folder, 'no', 'trace.jsonl'))).rejects.toThrow('ENOENT')
  })
})

describe('what stands for a value', () => {
  test('is the same for the same, different for others, and for each process', () => {
    const [token, elsewhere] = [fieldToken(), fieldToken()]
    expect(token('a')).toMatch(/^[\da-f]{16}$/)
    expect(token('a')).toBe(token('a'))
    expect(token('b')).not.toBe(token('a'))
    expect(elsewhere('a')).not.toBe(token('a'))
  })

  test('stays the same when more values were seen than are remembered', () => {
    const token = fieldToken()
    const first = token('0')
    for (let value = 1; value <= 2_500; value += 1) token(String(value))
    expect(token('0')).toBe(first)
    expect(token('\uD800')).toMatch(/^[\da-f]{16}$/)
  })
})
