import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { at } from './paths.mjs'
import { pnpmCommand } from './pnpm.mjs'
import { environmentWith, run } from './run-command.mjs'

const stamp = at('node_modules', '.cache', 'installed-lockfile')

/** Installs what the lockfile says unless that very lockfile was installed last. */
export async function installIfStale(node) {
  const wanted = fingerprint()
  if (readIfThere(stamp) === wanted) return
  console.log('Installing what the lockfile says …')
  const env = environmentWith(node)
  const [command, ...prefix] = await pnpmCommand({ env })
  const args = [...prefix, 'install', '--frozen-lockfile', '--prefer-offline', '--reporter=append-only']
  const code = await run(command, args, { env, shell: true })
  if (code !== 0) throw new Error(`pnpm install failed with exit code ${code}.`)
  mkdirSync(dirname(stamp), { recursive: true })
  writeFileSync(stamp, wanted)
}

function fingerprint() {
  const hash = createHash('sha256')
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml']) hash.update(readFileSync(at(file)))
  return hash.digest('hex')
}

function readIfThere(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error.code === 'ENOENT') return undefined
    throw error
  }
}
