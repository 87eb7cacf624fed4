import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { globSync } from 'node:fs'

/** A piece of code that a reader is shown. */
export interface Example {
  /** Where it stands: the file, and which of its examples it is. */
  readonly title: string
  readonly file: string
  readonly code: string
}

/** Every block of TypeScript in the pages, and every `@example` in the sources of the packages. */
export const readExamples = (root: string): Example[] => {
  const pages = ['README.md', ...globSync('docs/**/*.md', { cwd: root })]
  const sources = globSync('packages/*/src/**/*.ts', { cwd: root }).filter(
    (file) => !file.endsWith('.test.ts'),
  )
  return [...pages.flatMap(fromFile(root, codeInPage)), ...sources.flatMap(fromFile(root, codeInSource))]
}

const fromFile =
  (root: string, extract: (text: string) => string[]) =>
  (name: string): Example[] => {
    const file = join(root, name)
    return extract(readFileSync(file, 'utf8')).map((code, index) => ({
      title: `${relative(root, file)} #${index + 1}`,
      file,
      code,
    }))
  }

const codeInPage = (text: string): string[] =>
  [...text.matchAll(/^```ts\n(?<code>[\s\S]*?)^```/gm)].map(({ groups }) => groups?.['code'] ?? '')

const codeInSource = (text: string): string[] =>
  [...text.matchAll(/^ *\* @example(?<code>(?:\n *\* (?!@).*|\n *\*$)+)/gm)].map(({ groups }) =>
    (groups?.['code'] ?? '').replaceAll(/^ *\* ?/gm, ''),
  )
