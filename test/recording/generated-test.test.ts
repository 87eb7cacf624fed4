import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { afterEach, expect, test } from '@jest/globals'
import { toTest } from '@cachechart/core/recording'
import { compileTypes } from '../types/compile-types.ts'
import { recordedTraffic } from './recorded-traffic.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const { resolve } = createRequire(join(root, 'package.json'))
const jest = join(dirname(resolve('jest/package.json')), 'bin', 'jest.js')

const folders: string[] = []
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true })
})

const { records } = await recordedTraffic(7, { steps: 60 })
const ended = records.flatMap((record) =>
  record.kind === 'step' && record.to === 'delivered' ? [record.id] : [],
)
const files = ended
  .slice(0, 5)
  .map((id): [string, string] => [`recorded-${id}.test.ts`, toTest(records, { id })])

/** A project of a user's own, with Jest and the packages, and with these files. */
const projectWith = (sources: readonly (readonly [string, string])[]): string => {
  const folder = mkdtempSync(join(tmpdir(), 'cachechart-recording-'))
  folders.push(folder)
  symlinkSync(join(root, 'test', 'node_modules'), join(folder, 'node_modules'), 'dir')
  const config = {
    extensionsToTreatAsEsm: ['.ts'],
    transform: {
      '\\.ts$': [resolve('@swc/jest'), { jsc: { parser: { syntax: 'typescript' }, target: 'es2024' } }],
    },
    testEnvironmentOptions: { customExportConditions: ['source', 'node', 'node-addons'] },
    watchman: false,
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', jest: config }))
  for (const [file, source] of sources) writeFileSync(join(folder, file), source)
  return folder
}

test('generated tests compile', async () => {
  expect(files).toHaveLength(5)
  const { messages, folder } = await compileTypes(Object.fromEntries(files))
  folders.push(folder)
  expect(messages).toEqual([])
})

test('generated tests pass where Jest runs them, and fail where the recording says something else', async () => {
  const [[file, source]] = files as [[string, string]] // there are five of them
  const folder = projectWith([
    ...files,
    [`odd-${file}`, source.replace('"to":"delivering"', '"to":"direct"')],
  ])
  const args = ['--experimental-vm-modules', jest, '--runInBand']
  const result = run(process.execPath, args, { cwd: folder })
  await expect(result).rejects.toMatchObject({
    stderr: expect.stringContaining('Tests:       1 failed, 5 passed, 6 total'),
  })
})
