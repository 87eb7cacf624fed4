import { posix } from 'node:path'
import { layerTable } from './layer-table.ts'
import { readImports, type Import } from './read-imports.ts'
import { isTest, type SourceFile } from './source-file.ts'

/** Every import of a file that the layer table does not permit, a line each. Tests may import what they please. */
export function checkLayers(file: SourceFile): readonly string[] {
  if (isTest(file)) return []
  const place = placeOf(file.path)
  if (layerTable[place] === undefined) return [`${file.path}: the layer table does not know "${place}"`]
  return readImports(file)
    .filter((found) => !isPermitted(place, targetOf(file, found.from), found.kind))
    .map(({ from, kind, line }) => `${file.path}:${line}: ${place} may not import a ${kind} from ${from}`)
}

function isPermitted(place: string, target: string, kind: Import['kind']): boolean {
  const { any = [], types = [] } = layerTable[place] ?? {}
  return target === place || any.includes(target) || (kind === 'type' && types.includes(target))
}

function targetOf(file: SourceFile, specifier: string): string {
  if (specifier.startsWith('.')) return placeOf(posix.join(posix.dirname(file.path), specifier))
  return packageOf(specifier)
}

/** The package that a bare specifier names, without its subpath; `node:` for every module of Node. */
export function packageOf(specifier: string): string {
  if (specifier.startsWith('node:')) return 'node:'
  return specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')
}

/** The key in the layer table of a file under packages. */
export function placeOf(path: string): string {
  const [, name = '', , ...inside] = path.split('/')
  const folder = inside.length > 1 ? `${name}/${inside[0]}` : name
  return hasLayers(name) ? folder : name
}

const hasLayers = (packageName: string): boolean =>
  Object.keys(layerTable).some((place) => place.startsWith(`${packageName}/`))
