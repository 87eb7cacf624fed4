import { parseSync, type ParamPattern } from 'oxc-parser'
import { isTest, lineOf, type SourceFile } from './source-file.ts'
import { walkSyntax } from './walk-syntax.ts'

/** Every boolean parameter: where the function is called, `true` does not say what it asks for. */
export function checkSignatures(file: SourceFile): readonly string[] {
  if (isTest(file)) return []
  const found: string[] = []
  const judge = ({ params }: { readonly params: readonly ParamPattern[] }) => {
    for (const parameter of params.filter(isBoolean)) {
      found.push(`${file.path}:${lineOf(file, parameter.start)}: a boolean parameter; name the alternatives`)
    }
  }
  walkSyntax(parseSync(file.path, file.text).program, {
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
