import type { Node, Program } from 'oxc-parser'

export type Visitors = { readonly [Type in Node['type']]?: (node: Extract<Node, { type: Type }>) => void }

/** Calls the visitor of each node's type, outer nodes before those inside them. */
export function walkSyntax(program: Program, visitors: Visitors): void {
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    if (isNode(value)) (visitors[value.type] as ((node: Node) => void) | undefined)?.(value)
    Object.values(value).forEach(visit)
  }
  visit(program)
}

const isNode = (value: object): value is Node => 'type' in value && typeof value.type === 'string'
