import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { storeContract } from '@cachechart/core/testing'
import { sqliteStore } from './sqlite-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'sqlite-store-'))
let files = 0
const newFile = () => join(folder, `${(files += 1)}.db`)

afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const mebibyte = 1024 * 1024

describe('a SQLite store', () => {
  const make = () => sqliteStore({ file: newFile(), maxBytes: 64 * mebibyte, maxEntryBytes: 5 * mebibyte })
  const contract = storeContract(make, { keeps: 'elsewhere', maxBodyBytes: 5 * mebibyte })
  test.each(contract)('$name', async ({ run }) => {
    await expect(run()).resolves.toBeUndefined()
  })
})
