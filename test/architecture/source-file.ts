import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file of the repository, its path relative to the root and with forward slashes. */
export type SourceFile = { readonly path: string; readonly text: string }

export const repositoryRoot = fileURLToPath(new URL('../..', import.meta.url))

export function readSourceFiles(pattern: string): readonly SourceFile[] {
  return globSync(pattern, { cwd: repositoryRoot, exclude: (path) => path.endsWith('node_modules') })
    .map((path) => ({
      path: path.replaceAll('\\', '/'),
      text: readFileSync(join(repositoryRoot, path), 'utf8'),
    }))
    .toSorted((one, other) => one.path.localeCompare(other.path))
}

export const isTest = (file: SourceFile): boolean => file.path.endsWith('.test.ts')

export const lineOf = (file: SourceFile, offset: number): number =>
  file.text.slice(0, offset).split('\n').length
