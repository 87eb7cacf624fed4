import { parseSync, type ParamPattern } from 'oxc-parser'
import { isTest, lineOf, type SourceFile } from './source-file.ts'
import { walkSyntax } from './walk-syntax.ts'

/** Every boolean parameter, save a setter's: where the function is called, `true` does not say what it asks for. */
export function checkSignatures(file: SourceFile): readonly string[] {
  if (isTest(file)) return []
  const found: string[] = []
  const setters = new Set<unknown>()
  const judge = (called: { readonly params: readonly ParamPattern[] }) => {
    // `candidate.sensitive = true` does say it.
    if (setters.has(called)) return
    const { params } = called
    for (const parameter of params.filter(isBoolean)) {
      found.push(`${file.path}:${lineOf(file, parameter.start)}: a boolean parameter; name the alternatives`)
    }
  }
  walkSyntax(parseSync(file.path, file.text).program, {
    MethodDefinition: ({ kind, value }) => {
      if (kind === 'set') setters.add(value)
    },
    FunctionDeclaration: judge,
    FunctionExpression: judge,
    ArrowFunctionExpression: judge,
    TSFunctionType: judge,
    TSMethodSignature: judge,
    TSDeclareFunction: judge,
  })
  return found
}

function isBoolean(parameter: ParamPattern): boolean {
  if (parameter.type === 'AssignmentPattern') {
    const { left, right } = parameter
    return isBoolean(left) || (right.type === 'Literal' && typeof right.value === 'boolean')
  }
  return (
    parameter.type === 'Identifier' && parameter.typeAnnotation?.typeAnnotation.type === 'TSBooleanKeyword'
  )
}
