import { parseSync } from 'oxc-parser'
import { placeOf } from './check-layers.ts'
import { pureLayers } from './layer-table.ts'
import { isTest, lineOf, type SourceFile } from './source-file.ts'
import { walkSyntax, type Visitors } from './walk-syntax.ts'

/**
 * What the linter and the compiler cannot see of impurity in a pure layer: clocks and chance, which belong to the
 * language itself, and waiting, which needs no name that could be forbidden.
 */
export function checkPurity(file: SourceFile): readonly string[] {
  if (isTest(file) || !pureLayers.includes(placeOf(file.path))) return []
  const found: string[] = []
  const report = (what: string) => (node: { readonly start: number }) =>
    found.push(`${file.path}:${lineOf(file, node.start)}: a pure layer has no ${what}`)
  walkSyntax(parseSync(file.path, file.text).program, impurities(report))
  return found
}

function impurities(report: (what: string) => (node: { readonly start: number }) => void): Visitors {
  const refuseAsync = (node: { readonly async: boolean; readonly start: number }) => {
    if (node.async) report('async function')(node)
  }
  return {
    FunctionDeclaration: refuseAsync,
    FunctionExpression: refuseAsync,
    ArrowFunctionExpression: refuseAsync,
    AwaitExpression: report('await'),
    ImportExpression: report('import()'),
    NewExpression(node) {
      const isClock =
        node.callee.type === 'Identifier' && node.callee.name === 'Date' && node.arguments.length === 0
      if (isClock) report('new Date() without an argument')(node)
    },
    CallExpression(node) {
      if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report('Date()')(node)
    },
    MemberExpression(node) {
      if (node.object.type !== 'Identifier' || node.property.type !== 'Identifier') return
      const name = `${node.object.name}.${node.property.name}`
      if (name === 'Date.now' || name === 'Math.random') report(name)(node)
    },
  }
}
