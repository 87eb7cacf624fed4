/**
 * Writes the pages of `docs/` that are made from the source: `node --conditions=source scripts/generate-docs.ts`.
 * With `--check` it writes nothing, and fails when a page is not what the source says. `--docs FOLDER`: elsewhere.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { transactionMachine } from '../packages/core/src/machine/transaction-machine.ts'
import { toDiagram, toMermaid } from '../packages/viz/src/index.ts'
import { machinePage } from './machine-page.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean' }, docs: { type: 'string' } } })
const docs = values.docs ?? fileURLToPath(new URL('../docs', import.meta.url))

const pages = await makePages()
if (values.check === true) check(pages)
else write(pages)

/** Every generated page by its file name. */
async function makePages(): Promise<ReadonlyMap<string, string>> {
  const diagram = toDiagram(transactionMachine)
  const mermaid = toMermaid(diagram)
  return new Map([
    ['transaction-machine.mmd', mermaid],
    ['transaction-machine.md', await asFormatted(machinePage(diagram, mermaid))],
  ])
}

/** As the format check wants it: pages that tools write and tools reformat would never agree. */
async function asFormatted(markdown: string): Promise<string> {
  const config = await resolveConfig(import.meta.filename)
  return format(markdown, { ...config, parser: 'markdown' })
}

function check(made: ReadonlyMap<string, string>): void {
  const drifted = [...made].filter(([file, text]) => textOf(join(docs, file)) !== text)
  for (const [file] of drifted) console.error(`${join(docs, file)} is not what the source says.`)
  if (drifted.length === 0) return
  console.error('Write it anew: node --conditions=source scripts/generate-docs.ts')
  process.exitCode = 1
}

function write(made: ReadonlyMap<string, string>): void {
  mkdirSync(docs, { recursive: true })
  for (const [file, text] of made) writeFileSync(join(docs, file), text)
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
