import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { memoryIn } from './saved-sections.ts'

const section = { name: 'one', about: 'the first', comparisons: [] }
let path: string
let folder: URL

beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'saved-sections-'))
  folder = pathToFileURL(`${path}/`)
})

afterEach(() => {
  rmSync(path, { recursive: true })
})

test('a run that goes on finds the sections that an earlier one has finished', () => {
  memoryIn(folder, 'anew').remember(section)
  const memory = memoryIn(folder, 'where the last run ended')
  expect(memory.recall('one')).toEqual(section)
  expect(memory.recall('two')).toBeUndefined()
})

test('a run that begins anew finds nothing', () => {
  memoryIn(folder, 'anew').remember(section)
  expect(memoryIn(folder, 'anew').recall('one')).toBeUndefined()
})
