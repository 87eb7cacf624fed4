import { parseSync } from 'oxc-parser'
import { isTest, type SourceFile } from './source-file.ts'

const longest = { source: 300, test: 400 }
const forbiddenNames = ['utils', 'util', 'common', 'helpers', 'helper', 'misc']
const kebabCase = /^[a-z0-9]+(-[a-z0-9]+)*(\.test)?\.ts$/

/** What is wrong with a file's name, length or exports, a line each. */
export function checkForm(file: SourceFile): readonly string[] {
  const found: string[] = []
  const segments = file.path.split('/')
  const name = segments.at(-1) ?? ''
  if (!kebabCase.test(name)) found.push(`${file.path}: the name is not in kebab-case`)
  const vague = segments.find((segment) => forbiddenNames.includes(segment.replace(/\..*$/, '')))
  if (vague !== undefined) found.push(`${file.path}: "${vague}" does not say what is inside`)
  const limit = isTest(file) ? longest.test : longest.source
  if (lines(file) > limit) found.push(`${file.path}: ${lines(file)} lines are more than ${limit}`)
  if (hasDefaultExport(file)) found.push(`${file.path}: exports are named, never default`)
  return found
}

/** The given share (0 to 1) of the files is at most this many lines long. */
export function lengthPercentile(files: readonly SourceFile[], share: number): number {
  const sorted = files.map(lines).toSorted((one, other) => one - other)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0
}

const lines = (file: SourceFile): number => file.text.trimEnd().split('\n').length

function hasDefaultExport(file: SourceFile): boolean {
  const { module, program } = parseSync(file.path, file.text)
  const entries = module.staticExports.flatMap((statement) => statement.entries)
  const isDefault = program.body.some((statement) => statement.type === 'ExportDefaultDeclaration')
  return isDefault || entries.some(({ exportName }) => exportName.name === 'default')
}
