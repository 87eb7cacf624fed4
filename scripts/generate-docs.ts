/**
 * Writes what is made from the source in the documents: `npm run docs`.
 * With `--check` it writes nothing, and fails when a page is not what the source says. `--to FOLDER`: elsewhere.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { transactionMachine } from '../packages/core/src/machine/transaction-machine.ts'
import { toDiagram, toMermaid } from '../packages/viz/src/index.ts'
import { conformancePage } from '../test/conformance/conformance-page.ts'
import { readExpectations } from '../test/conformance/expectations.ts'
import { readDecisions } from '../test/conformance/read-decisions.ts'
import { documents } from '../test/rfc9111/documents.ts'
import { requirementsPage } from '../test/rfc9111/requirements-page.ts'
import { machinePage } from './machine-page.ts'
import { modesPage } from './modes-page.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean' }, to: { type: 'string' } } })
const root = fileURLToPath(new URL('..', import.meta.url))
const target = values.to ?? root

const pages = await makePages()
if (values.check === true) check(pages)
else write(pages)

/** Every page that is generated, or holds something that is, by its path. */
async function makePages(): Promise<ReadonlyMap<string, string>> {
  const diagram = toDiagram(transactionMachine)
  const mermaid = toMermaid(diagram)
  return new Map([
    ['docs/conformance.md', await asFormatted(conformancePage(readExpectations(), readDecisions()))],
    ['docs/modes.md', await asFormatted(modesPage())],
    ['docs/rfc9111.md', await asFormatted(requirementsPage(documents, readDecisions()))],
    ['docs/transaction-machine.mmd', mermaid],
    ['docs/transaction-machine.md', await asFormatted(machinePage(diagram, mermaid))],
    ['README.md', await asFormatted(withDiagram(readFileSync(join(root, 'README.md'), 'utf8'), mermaid))],
  ])
}

/** The diagram stands between two marks. */
function withDiagram(page: string, mermaid: string): string {
  const marked = /(?<=<!-- diagram:transaction -->\n)[\s\S]*(?=<!-- end of diagram -->)/
  return page.replace(marked, () => `\n\`\`\`mermaid\n${mermaid.trimEnd()}\n\`\`\`\n\n`)
}

/** As the format check wants it: pages that tools write and tools reformat would never agree. */
async function asFormatted(markdown: string): Promise<string> {
  const config = await resolveConfig(import.meta.filename)
  return format(markdown, { ...config, parser: 'markdown' })
}

function check(made: ReadonlyMap<string, string>): void {
  const drifted = [...made].filter(([file, text]) => textOf(join(target, file)) !== text)
  for (const [file] of drifted) console.error(`${join(target, file)} is not what the source says.`)
  if (drifted.length === 0) return
  console.error('Write it anew: npm run docs')
  process.exitCode = 1
}

function write(made: ReadonlyMap<string, string>): void {
  for (const [file, text] of made) {
    mkdirSync(dirname(join(target, file)), { recursive: true })
    writeFileSync(join(target, file), text)
  }
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
