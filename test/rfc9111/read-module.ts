import { parseSync, type Node, type Program } from 'oxc-parser'
import { walkSyntax } from '../architecture/walk-syntax.ts'
import { clausesIn } from './clauses-in.ts'

/** What a file of source says, as far as the matrix speaks of it. */
export interface ReadModule {
  /** The functions, constants and classes at its top level. */
  readonly names: ReadonlySet<string>
  /** The clauses that its comments cite. */
  readonly clauses: ReadonlySet<string>
  /** Whether a test, or a table of cases, stands there by these titles, each within the one before it. */
  readonly hasTitles: (titles: readonly string[]) => boolean
}

export function readModule(path: string, text: string): ReadModule {
  const { program, comments } = parseSync(path, text)
  const names = program.body.flatMap((statement) =>
    statement.type === 'ExportNamedDeclaration' ? namesOf(statement.declaration) : namesOf(statement),
  )
  return {
    names: new Set(names),
    clauses: clausesIn(comments.map(({ value }) => value).join('\n')),
    hasTitles: (titles) => isFoundIn(program, titles),
  }
}

function namesOf(statement: Node | null): readonly string[] {
  if (statement?.type === 'FunctionDeclaration' || statement?.type === 'ClassDeclaration')
    return statement.id === null ? [] : [statement.id.name]
  if (statement?.type !== 'VariableDeclaration') return []
  return statement.declarations.flatMap(({ id }) => (id.type === 'Identifier' ? [id.name] : []))
}

/** A title is the first argument of a call; the last may also be a text in a row of a table. */
function isFoundIn(node: Node, [title, ...inner]: readonly string[]): boolean {
  if (title === undefined) return true
  let isFound = false
  // The walk begins anywhere.
  walkSyntax(node as Program, {
    CallExpression: (call) => {
      if (call === node || isFound || textOf(call.arguments[0]) !== title) return
      isFound = inner.length === 0 || isFoundIn(call, inner)
    },
    Literal: (literal) => {
      if (inner.length === 0 && literal.value === title) isFound = true
    },
  })
  return isFound
}

const textOf = (node: Node | undefined): unknown => (node?.type === 'Literal' ? node.value : undefined)
