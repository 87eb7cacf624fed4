import { execFile } from 'node:child_process'
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../..', import.meta.url))
const manifest = createRequire(import.meta.url).resolve('typescript/package.json')
const compiler = join(dirname(manifest), 'bin', 'tsc')

/** Packages are found from there, as they are from here. */
const place = join(root, 'test', 'node_modules', '.cache')

/** What came of a compilation: the compiler's messages, one a line, and the folder that it has written to. */
export interface Compiled {
  readonly messages: readonly string[]
  readonly folder: string
}

/** Compiles against the packages' sources, with this repository's options and those that are given. */
export function compileTypes(
  files: Readonly<Record<string, string>>,
  settings: Readonly<Record<string, unknown>> = { noEmit: true },
): Promise<Compiled> {
  mkdirSync(place, { recursive: true })
  const folder = mkdtempSync(join(place, 'types-'))
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text)
  const compilerOptions = {
    ...{ composite: false, declaration: false, declarationMap: false, sourceMap: false },
    ...{ types: ['node'], typeRoots: [join(root, 'node_modules', '@types')] },
    ...{ allowImportingTsExtensions: true, rewriteRelativeImportExtensions: false, rootDir: root },
    ...settings,
  }
  const project = { extends: join(root, 'tsconfig.base.json'), compilerOptions, files: Object.keys(files) }
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(project))
  return new Promise((resolve) => {
    const args = [compiler, '-p', folder, '--pretty', 'false']
    execFile(process.execPath, args, { cwd: folder }, (_failed, stdout, stderr) => {
      const messages = `${stdout}${stderr}`.split('\n').filter((line) => line !== '')
      resolve({ messages, folder })
    })
  })
}
