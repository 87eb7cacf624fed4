import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { sampleResponse } from '@cachechart/core/testing'
import { inspectableMemory } from '../fixtures/inspectable-memory.ts'
import { recordedTerminal } from '../fixtures/recorded-terminal.ts'
import { getEntry, type GetOptions } from './get-command.ts'

const now = 1_700_000_010_040

async function filled() {
  const store = inspectableMemory()
  const put = async (language: string, body: string, date: number) => {
    const writer = store.put(
      'k',
      sampleResponse({
        vary: ['accept-language'],
        varied: [language],
        fields: ['Content-Type', 'text/plain', 'X-Odd', 'a\u001B[2J'],
        surrogateKeys: ['one', 'two'],
        date,
      }),
    )
    await writer.write(new TextEncoder().encode(body))
    await writer.commit()
  }
  await put('de', 'hallo', 1)
  await put('en', 'hello', 2)
  return store
}

async function get(options: GetOptions & { readonly key?: string } = {}) {
  const { terminal, printed } = recordedTerminal()
  await getEntry(await filled(), { key: 'k', now, ...options }, terminal)
  return printed
}

describe('cachechart cache get', () => {
  test('prints the heads that are stored under a key, the newest first', async () => {
    const head = (language: string) =>
      [
        '200 OK',
        'Content-Type: text/plain',
        'X-Odd: a%1B[2J',
        '',
        'age 10 s, fresh for 50 s',
        `selected by accept-language: ${language}`,
        'labels one two',
        '',
      ].join('\n')
    expect(await get()).toEqual({ out: `${head('en')}\n${head('de')}`, err: '' })
    expect((await get({ variant: 2 })).out).toBe(head('de'))
  })

  test('prints them as they are stored with --json', async () => {
    const { key, variants } = JSON.parse((await get({ json: true })).out) as {
      readonly key: string
      readonly variants: readonly { readonly varied: readonly string[] }[]
    }
    expect([key, variants.map(({ varied }) => varied)]).toEqual(['k', [['en'], ['de']]])
  })

  test('writes a body to a file', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'cachechart-cli-'))
    try {
      const file = join(folder, 'body')
      expect(await get({ variant: 2, output: file })).toEqual({ out: '', err: `Wrote 5 bytes to ${file}.\n` })
      expect(readFileSync(file, 'utf8')).toBe('hallo')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })

  test('fails with the reason where there is nothing, or no such variant', async () => {
    await expect(get({ key: 'other' })).rejects.toThrow(
      'Nothing is stored under other. See cachechart cache list',
    )
    await expect(get({ variant: 3 })).rejects.toThrow('There are 2 variants of k.')
  })
})
