import { fileURLToPath } from 'node:url'
import { dirname, join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { sqliteStore, type SqliteStore } from '@cachechart/adapters/sqlite'
import { seededRandom } from '@cachechart/core/testing'
import { SpawnedProgram } from '../spawned-program.ts'
import { judgeEntry } from './checked-entry.ts'
import { bytesOnDisk, faultsOf } from './file-facts.ts'
import { temporaryFiles } from './temporary-file.ts'

const newFile = temporaryFiles()
const seed = Number(process.env['SQLITE_SEED'] ?? 20_261_121)
const kills = 200
const atOnce = 4
const maxBytes = 6 * 1024 * 1024
const program = fileURLToPath(new URL('writing-process.ts', import.meta.url))

/** What is found under all keys, judged. */
const lookThrough = async (store: SqliteStore, tally: Record<string, number>): Promise<void> => {
  for (let key = 0; key < 60; key += 1) {
    const result = await store.get(`key ${key}`)
    if (result.type === 'error') throw result.error
    const [entry] = result.type === 'hit' ? result.variants : []
    const verdict = entry === undefined ? 'miss' : await judgeEntry(entry)
    tally[verdict] = (tally[verdict] ?? 0) + 1
  }
}

test(`no entry is torn or mixed, and the file is whole and within its budget, when writers are killed at ${kills} moments (seed ${seed})`, async () => {
  const file = newFile()
  const random = seededRandom(seed)
  const tally: Record<string, number> = {}
  const reader = sqliteStore({ file, maxBytes })
  let killed = 0
  let largest = 0
  // The sources are read and compiled once, not two hundred times.
  const environment = { NODE_COMPILE_CACHE: join(dirname(file), 'compiled') }
  await new SpawnedProgram(program, [], environment).ended
  const killOne = async (): Promise<void> => {
    killed += 1
    const writer = new SpawnedProgram(program, [file, String(maxBytes)], environment)
    await writer.printed(/writing/)
    await setTimeout(random() * 30)
    writer.process.kill('SIGKILL')
    expect(await writer.ended).toEqual({ code: null, signal: 'SIGKILL' })
    largest = Math.max(largest, bytesOnDisk(file))
    if (killed % 5 === 0) await lookThrough(reader, tally)
  }
  const killOn = async (): Promise<void> => {
    for (let time = 0; time < kills / atOnce; time += 1) await killOne()
  }
  await Promise.all(Array.from({ length: atOnce }, killOn))
  expect(reader.statistics().rejectedValues).toBe(0)
  reader.close()

  const reopened = sqliteStore({ file, maxBytes })
  await lookThrough(reopened, tally)
  reopened.close()
  expect(tally['torn']).toBeUndefined()
  expect(tally['whole']).toBeGreaterThan(100)
  expect(faultsOf(file)).toEqual([])
  expect(largest).toBeLessThanOrEqual(maxBytes)
}, 300_000)
