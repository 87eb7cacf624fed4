import { createHash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import type { SectionResult } from './report/report.ts'
import type { Memory } from './run-sections.ts'

const root = new URL('../', import.meta.url)

/** Remembers nothing of earlier runs, and nothing for later ones. */
export const noMemory: Memory = { recall: () => undefined, remember: () => {} }

/**
 * What full runs found, kept for a run that goes on where one was interrupted. It is forgotten as soon as the code, the
 * benchmarks, Node or the processor are others.
 */
export const savedSections = (begin: 'anew' | 'where the last run ended'): Memory =>
  memoryIn(new URL(`node_modules/.cache/bench/${fingerprint()}/`, root), begin)

/** The same in any folder, whose name ends in a slash. */
export function memoryIn(folder: URL, begin: 'anew' | 'where the last run ended'): Memory {
  const fileOf = (section: string): URL => new URL(`${section}.json`, folder)
  return {
    recall: (section) => (begin === 'anew' ? undefined : readIfThere(fileOf(section))),
    remember(result) {
      mkdirSync(folder, { recursive: true })
      writeFileSync(fileOf(result.name), JSON.stringify(result))
    },
  }
}

function readIfThere(file: URL): SectionResult | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as SectionResult // written by `remember`
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}

/** Of everything that a figure depends on, except what else the machine does. */
function fingerprint(): string {
  const hash = createHash('sha256')
    .update(process.version)
    .update(cpus()[0]?.model ?? '')
  const patterns = ['packages/*/dist/**/*.js', 'bench/**/*.ts', 'pnpm-lock.yaml']
  const files = globSync(patterns, { cwd: root, exclude: (name) => name.endsWith('node_modules') })
  for (const file of files.toSorted()) hash.update(file).update(readFileSync(new URL(file, root)))
  return hash.digest('hex').slice(0, 16)
}
