import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { writeOutput } from './byte-files.ts'

let folder = ''
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'cachechart-output-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function* bytes() {
  yield new TextEncoder().encode('what is written')
}

/** Windows keeps no modes with its files. */
const describeOnUnix = process.platform === 'win32' ? describe.skip : describe

describeOnUnix('what is written to a file', () => {
  test('is its owner’s alone, as what is stored is, also in the place of what all could read', async () => {
    const [file, before] = [join(folder, 'new'), join(folder, 'before')]
    writeFileSync(before, 'more than that, which was there before', { mode: 0o644 })
    for (const place of [file, before]) {
      expect(await writeOutput(place, bytes())).toEqual({ bytes: 15, isWhole: true })
      expect([readFileSync(place, 'utf8'), statSync(place).mode & 0o777]).toEqual(['what is written', 0o600])
    }
  })

  test('goes where a link leads, and the link stays', async () => {
    const [target, link] = [join(folder, 'target'), join(folder, 'link')]
    writeFileSync(target, 'before')
    symlinkSync('target', link)
    await writeOutput(link, bytes())
    expect(readFileSync(target, 'utf8')).toBe('what is written')
    expect(lstatSync(link).isSymbolicLink()).toBe(true)
  })

  test('goes through a pipe that has the name, and the pipe stays', async () => {
    const pipe = join(folder, 'pipe')
    execFileSync('mkfifo', [pipe])
    const reader = spawn('cat', [pipe], { stdio: ['ignore', 'pipe', 'inherit'], timeout: 3000 })
    const read = text(reader.stdout)
    await writeOutput(pipe, bytes())
    expect(lstatSync(pipe).isFIFO()).toBe(true)
    if (reader.exitCode === null) await once(reader, 'exit')
    expect(await read).toBe('what is written')
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([])
  })
})
