import { existsSync, globSync, rmSync } from 'node:fs'
import { at, root } from './paths.mjs'

const emitted = /\.(js|d\.ts)(\.map)?$/

/** Removes compiled files whose source is gone, which the compiler leaves behind and a package would carry. */
export function pruneDist() {
  for (const file of globSync('packages/*/dist/**/*.{js,d.ts,map}', { cwd: root })) {
    const source = file.replace(/([\\/])dist([\\/])/, '$1src$2').replace(emitted, '.ts')
    if (!existsSync(at(source))) rmSync(at(file))
  }
}
