import { Script } from 'node:vm'
import type { Example } from './read-examples.ts'

/** What the packages export, by the specifier to import it from; the module of the example itself comes first. */
export type KnownExports = ReadonlyMap<string, readonly string[]>

/** What examples may use without saying where it comes from. */
const fixtures: Readonly<Record<string, string>> = {
  backend: `const backend = { send: () => ({ status: 200, reason: 'OK', fields: ['Cache-Control', 'max-age=60'], body: null }) }`,
}

/** Hosts that examples name; when they run there is a server of the test's. */
const exampleOrigins = /https?:\/\/(?:localhost:3000|127\.0\.0\.1:3000|example\.com(?=\/['"`]))/g

/**
 * A module that runs an example and holds it to its word: a comment behind an expression, or behind `console.log`,
 * that is itself a list of values is what they must be.
 */
export const composeModule = ({ code }: Example, known: KnownExports, origin: string): string => {
  const body = code.replaceAll(exampleOrigins, origin).split('\n').map(withCheck).join('\n')
  const declares = (name: string) => new RegExp(`(?:const|let|import)[^=\n]*\\b${name}\\b`).test(body)
  const used = (name: string) =>
    new RegExp(`(?<![.\\w'"/-])${name}\\b(?!['"]?:)`).test(body) && !declares(name)
  const imported = new Set<string>()
  const imports = [...known].map(([specifier, names]) => {
    const wanted = names.filter((name) => used(name) && !imported.has(name))
    for (const name of wanted) imported.add(name)
    return wanted.length === 0 ? '' : `import { ${wanted.join(', ')} } from '${specifier}'`
  })
  const given = Object.entries(fixtures).flatMap(([name, text]) => (used(name) ? [text] : []))
  return [`import assert from 'node:assert/strict'`, ...imports, ...given, body].filter(Boolean).join('\n')
}

const withCheck = (line: string): string => {
  const parts = /^(?<indent>\s*)(?<statement>.*\S)\s+\/\/ (?<expected>.+)$/.exec(line)?.groups
  const { indent = '', statement = '', expected = '' } = parts ?? {}
  if (
    parts === undefined ||
    /^(?:const|let|import|export|return|\/\/)/.test(statement) ||
    !isListOfValues(expected)
  )
    return line
  const logged = /^console\.log\((?<values>.*)\)$/.exec(statement)?.groups?.['values']
  return `${indent}assert.deepEqual([${logged ?? statement}], [${expected}])`
}

/** Literals and lists of them; any word beside `true`, `null` and the like makes it a remark. */
const isListOfValues = (text: string): boolean => {
  if (/[A-Za-z_]/.test(text.replaceAll(/'[^']*'|\b(?:true|false|null|undefined|NaN)\b|\b\w+(?=:)/g, '')))
    return false
  try {
    new Script(`([${text}])`).runInNewContext()
    return true
  } catch {
    return false
  }
}
