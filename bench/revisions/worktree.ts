import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const root = fileURLToPath(new URL('../../', import.meta.url))
const run = promisify(execFile)

/** Something about the other revision that keeps it from being compared with at all. */
export class RevisionError extends Error {
  override readonly name = 'RevisionError'
}

/** Another revision, built in a folder of its own with the benchmarks of this one. */
export interface Worktree {
  readonly path: string
  readonly commit: string
  /** Removes the folder; also done when this process ends, however it ends, unless it is killed. */
  remove(): void
}

/** Checks a revision out beside this one, installs and builds it as it does that itself. @throws RevisionError */
export async function prepareWorktree(revision: string): Promise<Worktree> {
  const commit = await commitOf(revision)
  const path = mkdtempSync(join(tmpdir(), 'bench-revision-'))
  const remove = removalOf(path)
  try {
    process.stderr.write(`Checking out ${revision} (${commit.slice(0, 10)}) …\n`)
    await run('git', ['worktree', 'add', '--force', '--detach', path, commit], { cwd: root })
    process.stderr.write('Installing and building it …\n')
    await build(path)
    bringBenchmarks(path)
  } catch (error) {
    remove()
    throw error
  }
  return { path, commit, remove }
}

async function commitOf(revision: string): Promise<string> {
  try {
    const args = ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`]
    return (await run('git', args, { cwd: root })).stdout.trim()
  } catch (cause) {
    throw new RevisionError(`git knows no commit "${revision}"`, { cause })
  }
}

let building: ChildProcess | undefined

/** By the revision's own scripts: they know how it is installed and built. All they say goes to standard error. */
async function build(path: string): Promise<void> {
  building = spawn(process.execPath, [join('scripts', 'run.mjs'), 'build'], {
    cwd: path,
    stdio: ['ignore', 2, 2],
  })
  const [code] = (await once(building, 'exit')) as [number | null] // what `exit` brings
  building = undefined
  if (code !== 0) throw new RevisionError(`that revision cannot be built here (exit code ${code})`)
}

/** Its packages are to be measured by this revision's benchmarks; only what those are installed with stays. */
function bringBenchmarks(path: string): void {
  const stays = new Set(['node_modules', 'package.json'])
  const bench = join(path, 'bench')
  for (const name of readdirSync(bench)) {
    if (!stays.has(name)) rmSync(join(bench, name), { recursive: true })
  }
  for (const name of readdirSync(join(root, 'bench'))) {
    if (!stays.has(name)) cpSync(join(root, 'bench', name), join(bench, name), { recursive: true })
  }
}

function removalOf(path: string): () => void {
  const remove = (): void => {
    process.off('exit', remove)
    building?.kill()
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
    execFileSync('git', ['worktree', 'prune'], { cwd: root, stdio: 'ignore' })
  }
  process.once('exit', remove)
  return remove
}
