import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const lookAgainMillis = 200

/**
 * Does the work while no other process of this machine does work of that name: each waits for those before, until the
 * signal says that it has waited long enough.
 *
 * @template Result
 * @param {string} name
 * @param {() => Promise<Result>} work
 * @param {{ signal?: AbortSignal | undefined }} [limits]
 */
export async function onlyOne(name, work, { signal } = {}) {
  const lock = join(tmpdir(), `${name}.lock`)
  while (!take(lock)) {
    signal?.throwIfAborted()
    if (!isHeld(lock)) rmSync(lock, { force: true })
    else await new Promise((resolve) => setTimeout(resolve, lookAgainMillis))
  }
  try {
    return await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' })
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  }
}

/** Whether the process that has taken it still runs. */
function isHeld(lock) {
  try {
    return process.kill(Number(readFileSync(lock, 'utf8')), 0)
  } catch (error) {
    // Of another user: it runs.
    return error.code === 'EPERM'
  }
}
