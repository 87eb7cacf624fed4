/**
 * Writes what is made from the source in the documents: `npm run docs`.
 * With `--check` it writes nothing, and fails when a page is not what the source says. `--to FOLDER`: elsewhere.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { format, resolveConfig } from 'prettier'
import { flightMachine } from '../packages/core/src/machine/flight-machine.ts'
import { transactionMachine } from '../packages/core/src/machine/transaction-machine.ts'
import { toDiagram, toMermaid, type Diagram } from '../packages/viz/src/index.ts'
import { conformancePage } from '../test/conformance/conformance-page.ts'
import { readExpectations } from '../test/conformance/expectations.ts'
import { readDecisions } from '../test/conformance/read-decisions.ts'
import { coverageLevels } from '../test/paths/coverage-levels.ts'
import { coveredMachines } from '../test/paths/covered-machines.ts'
import { edgeCoveragePage } from '../test/paths/edge-coverage-page.ts'
import { documents } from '../test/rfc9111/documents.ts'
import { requirementsPage } from '../test/rfc9111/requirements-page.ts'
import { machinePage } from './machine-page.ts'
import { modesPage } from './modes-page.ts'
import { makePictures } from './make-pictures.ts'

const { values } = parseArgs({ options: { check: { type: 'boolean' }, to: { type: 'string' } } })
const root = fileURLToPath(new URL('..', import.meta.url))
const target = values.to ?? root

const pages = await makePages()
if (values.check === true) check(pages)
else write(pages)

/** Every page that is generated, or holds something that is, by its path. */
async function makePages(): Promise<ReadonlyMap<string, string>> {
  const drawn = [transactionMachine, flightMachine].map((machine) => {
    const diagram = toDiagram(machine)
    return { diagram, mermaid: toMermaid(diagram) }
  })
  return new Map([
    ...(await Promise.all(drawn.map(machinePages))).flat(),
    ...(await makePictures(drawn.map(({ diagram }) => diagram))),
    ['docs/conformance.md', await asFormatted(conformancePage(readExpectations(), readDecisions()))],
    ['docs/edge-coverage.md', await asFormatted(edgeCoveragePage(coveredMachines, coverageLevels))],
    ['docs/modes.md', await asFormatted(modesPage())],
    ['docs/rfc9111.md', await asFormatted(requirementsPage(documents, readDecisions()))],
  ])
}

/** A machine as it was read, and as Mermaid text. */
interface Drawn {
  readonly diagram: Diagram
  readonly mermaid: string
}

async function machinePages({ diagram, mermaid }: Drawn): Promise<[file: string, text: string][]> {
  const page = `docs/${diagram.id}-machine`
  return [
    [`${page}.mmd`, mermaid],
    [`${page}.md`, await asFormatted(machinePage(diagram, mermaid))],
  ]
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
