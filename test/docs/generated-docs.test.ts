import { spawnSync } from 'node:child_process'
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals'

/** Processes start slowly on a busy machine. */
jest.setTimeout(30_000)

const root = fileURLToPath(new URL('../..', import.meta.url))
const pages = [
  'docs/conformance.md',
  'docs/edge-coverage.md',
  'docs/flight-machine.md',
  'docs/flight-machine.mmd',
  'docs/modes.md',
  'docs/pictures/flight-coverage.svg',
  'docs/pictures/flight.svg',
  'docs/pictures/stampede.svg',
  'docs/pictures/transaction-coverage.svg',
  'docs/pictures/transaction.svg',
  'docs/rfc9111.md',
  'docs/transaction-machine.md',
  'docs/transaction-machine.mmd',
]

/** Older Nodes warn that they run TypeScript. */
const nodeOptions = ['--conditions=source', '--disable-warning=ExperimentalWarning']

const generate = (...args: string[]) =>
  spawnSync(process.execPath, [...nodeOptions, 'scripts/generate-docs.ts', ...args], {
    cwd: root,
    encoding: 'utf8',
  })

describe('the generated pages', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cachechart-docs-'))
  beforeAll(() => {
    generate('--to', folder)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  test.each(pages)('say what the machine says: %s', (page) => {
    expect(readFileSync(join(root, page), 'utf8')).toBe(readFileSync(join(folder, page), 'utf8'))
  })

  test('pass the check as they were written', () => {
    expect(generate('--check', '--to', folder)).toMatchObject({ status: 0, stdout: '', stderr: '' })
  })

  test('fail the check when they were edited, or are not there, and are named', () => {
    const [edited = '', ...removed] = pages
    appendFileSync(join(folder, edited), '\nOne more thing.\n')
    for (const page of removed) rmSync(join(folder, page))
    const { status, stderr } = generate('--check', '--to', folder)
    expect(status).toBe(1)
    for (const page of pages) expect(stderr).toContain(join(folder, page))
    expect(stderr).toContain('npm run docs')
  })
})
