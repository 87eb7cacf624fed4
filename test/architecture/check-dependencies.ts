import { packageOf } from './check-layers.ts'
import { readImports } from './read-imports.ts'
import { isTest, type SourceFile } from './source-file.ts'

/** The parts of a package.json that say what may be imported. */
export type Manifest = {
  readonly name: string
  readonly dependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
}

/** Every import of a package's file that its package.json does not declare. Tests may also use what only development needs. */
export function checkDependencies(file: SourceFile, manifest: Manifest, root: Manifest): readonly string[] {
  const { dependencies, peerDependencies, devDependencies } = manifest
  const shipped = { ...dependencies, ...peerDependencies, [manifest.name]: '' }
  const declared = isTest(file) ? { ...shipped, ...devDependencies, ...root.devDependencies } : shipped
  return readImports(file)
    .filter(
      ({ from }) => !from.startsWith('.') && !from.startsWith('node:') && !(packageOf(from) in declared),
    )
    .map(({ from, line }) => `${file.path}:${line}: ${manifest.name} does not declare ${packageOf(from)}`)
}
