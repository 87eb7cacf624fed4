import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { RotatingFile } from './rotating-file.ts'

let folder: string
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'cachechart-trace-'))
  file = join(folder, 'trace.jsonl')
})
afterEach(() => rm(folder, { recursive: true }))

/** All files of the folder with what they hold. */
async function found(): Promise<Record<string, string>> {
  const names = (await readdir(folder)).toSorted()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return Object.fromEntries(names.map((name, index) => [name, texts[index] ?? '']))
}

const bytes = (text: string) => Buffer.from(text)

describe('a file of a trace', () => {
  test('is there with its first line, for its owner alone', async () => {
    const rotating = new RotatingFile(file, { maxBytes: 100, files: 3 })
    expect(rotating.room).toBe(0)
    await rotating.rotate(bytes('head\n'))
    expect([await found(), rotating.room]).toEqual([{ 'trace.jsonl': 'head\n' }, 95])
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    await rotating.append(bytes('a\nb\n'))
    await rotating.append(bytes('c\n'))
    await rotating.close()
    expect([await found(), rotating.room]).toEqual([{ 'trace.jsonl': 'head\na\nb\nc\n' }, 0])
  })

  test('becomes an older one, and the oldest goes', async () => {
    const rotating = new RotatingFile(file, { maxBytes: 100, files: 3 })
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      await rotating.rotate(bytes(`${name}\n`))
      await rotating.append(bytes('more\n'))
    }
    await rotating.close()
    expect(await found()).toEqual({
      'trace.1.jsonl': 'd\nmore\n',
      'trace.2.jsonl': 'c\nmore\n',
      'trace.jsonl': 'e\nmore\n',
    })
  })

  test('is replaced where there may be one only', async () => {
    const rotating = new RotatingFile(file, { maxBytes: 100, files: 1 })
    for (const name of ['a', 'b']) await rotating.rotate(bytes(`${name}\n`))
    await rotating.close()
    expect(await found()).toEqual({ 'trace.jsonl': 'b\n' })
  })

  test('keeps what was there from before as older files', async () => {
    await writeFile(file, 'before\n')
    await writeFile(`${file}.part`, 'left over\n')
    const rotating = new RotatingFile(file, { maxBytes: 100, files: 2 })
    await rotating.rotate(bytes('head\n'))
    await rotating.close()
    expect(await found()).toEqual({ 'trace.1.jsonl': 'before\n', 'trace.jsonl': 'head\n' })
  })

  test('is written to further where no next one can begin', async () => {
    const rotating = new RotatingFile(file, { maxBytes: 100, files: 2 })
    await rotating.rotate(bytes('head\n'))
    await mkdir(join(folder, 'trace.1.jsonl'))
    await expect(rotating.rotate(bytes('next\n'))).rejects.toThrow(/EISDIR|ENOTDIR|EEXIST/)
    await rotating.append(bytes('a\n'))
    await rotating.close()
    await rm(join(folder, 'trace.1.jsonl'), { recursive: true })
    expect(await found()).toEqual({ 'trace.jsonl': 'head\na\n' })
  })

  test('goes on without the one that somebody has taken away', async () => {
    const rotating = new RotatingFile(file, { maxBytes: 100, files: 3 })
    for (const name of ['a', 'b', 'c']) await rotating.rotate(bytes(`${name}\n`))
    await rm(join(folder, 'trace.1.jsonl'))
    await rotating.rotate(bytes('d\n'))
    await rotating.close()
    expect(await found()).toEqual({ 'trace.1.jsonl': 'c\n', 'trace.2.jsonl': 'a\n', 'trace.jsonl': 'd\n' })
  })

  const disturbances: [what: string, disturb: () => Promise<unknown>, left: Record<string, string>][] = [
    ['taken away', () => rm(file), {}],
    ['given another name', () => rename(file, `${file}-1`), { 'trace.jsonl-1': 'head\na\n' }],
    ['emptied', () => truncate(file), {}],
    [
      'put aside for a new one',
      () => rename(file, `${file}-1`).then(() => writeFile(file, '')),
      { 'trace.jsonl-1': 'head\na\n' },
    ],
    ['cut off', () => truncate(file, 5), { 'trace.1.jsonl': 'head\n' }],
  ]
  test.each(disturbances)(
    'that somebody has %s is followed by the next one',
    async (_what, disturb, left) => {
      const rotating = new RotatingFile(file, { maxBytes: 100, files: 3 })
      await rotating.rotate(bytes('head\n'))
      await rotating.append(bytes('a\n'))
      await disturb()
      await expect(rotating.append(bytes('b\n'))).rejects.toThrow(
        'somebody has taken the file away, or cut it off',
      )
      expect(rotating.room).toBe(0)
      await rotating.rotate(bytes('next\n'))
      await rotating.append(bytes('b\n'))
      await rotating.close()
      expect(await found()).toEqual({ ...left, 'trace.jsonl': 'next\nb\n' })
    },
  )

  test('cannot be written before it has begun', async () => {
    const rotating = new RotatingFile(file, { maxBytes: 100, files: 3 })
    await expect(rotating.append(bytes('a\n'))).rejects.toThrow('the first file has not begun')
  })
})
