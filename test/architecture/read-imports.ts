import { parseSync } from 'oxc-parser'
import { lineOf, type SourceFile } from './source-file.ts'
import { walkSyntax } from './walk-syntax.ts'

/** One mention of another module: an import, a re-export, `import()` or the type `import('…')`. */
export type Import = { readonly from: string; readonly kind: 'value' | 'type'; readonly line: number }

/** Files whose task it is to load what a user has named: that is no part of this project. */
const loadersOfUsersFiles: ReadonlySet<string> = new Set(['packages/cli/src/load-module.ts'])

export function readImports(file: SourceFile): readonly Import[] {
  const { module, program, errors } = parseSync(file.path, file.text)
  if (errors.length > 0) throw new Error(`${file.path} does not parse: ${errors[0]?.message}`)
  const imports: Import[] = []
  const add = (from: string, offset: number, kind: Import['kind']) =>
    imports.push({ from, kind, line: lineOf(file, offset) })
  for (const { moduleRequest, entries, start } of module.staticImports) {
    const onlyTypes = entries.length > 0 && entries.every((entry) => entry.isType)
    add(moduleRequest.value, start, onlyTypes ? 'type' : 'value')
  }
  for (const { moduleRequest, isType, start } of module.staticExports.flatMap(({ entries }) => entries)) {
    if (moduleRequest !== null) add(moduleRequest.value, start, isType ? 'type' : 'value')
  }
  walkSyntax(program, {
    ImportExpression({ source, start }) {
      if (source.type !== 'Literal' && loadersOfUsersFiles.has(file.path)) return
      if (source.type !== 'Literal')
        throw new Error(`${file.path}: import() of something computed cannot be checked`)
      add(String(source.value), start, 'value')
    },
    TSImportType({ source, start }) {
      add(source.value, start, 'type')
    },
  })
  return imports
}
