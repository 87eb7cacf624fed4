import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { delimiter, dirname } from 'node:path'
import { root } from './paths.mjs'

const forwardedSignals = ['SIGINT', 'SIGTERM', 'SIGHUP']
const orphanCheckMillis = 500
const onWindows = process.platform === 'win32'

/** Runs a command in the foreground; signals reach it; resolves to its exit code. */
export function run(command, args, options = {}) {
  const child = start(command, args, { stdio: 'inherit', ...options })
  return exitCodeOf(child)
}

/** Runs a command and keeps what it prints; resolves to `{ code, output }`, standard output and error in one. */
export async function capture(command, args, options = {}) {
  const child = start(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options })
  const chunks = []
  child.stdout.on('data', (chunk) => chunks.push(chunk))
  child.stderr?.on('data', (chunk) => chunks.push(chunk))
  const code = await exitCodeOf(child)
  return { code, output: Buffer.concat(chunks).toString() }
}

/** This environment, in which whoever starts `node` by name gets the given one. */
export const environmentWith = (node) => ({
  ...process.env,
  PATH: [dirname(node), process.env['PATH'] ?? ''].join(delimiter),
})

function start(command, args, { shell = false, ...options }) {
  const env = environmentWith(process.execPath)
  return spawn(command, args, { cwd: root, env, shell: onWindows && shell, ...options })
}

function exitCodeOf(child) {
  const release = [forwardSignals(child), stopWhenOrphaned(child)]
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => resolve(code ?? 128 + constants.signals[signal]))
  }).finally(() => release.forEach((letGo) => letGo()))
}

function forwardSignals(child) {
  const sent = new Set()
  const forward = (signal) => {
    // Once per signal: a terminal, npm and this process may each deliver the same Ctrl-C.
    if (!sent.has(signal)) child.kill(signal)
    sent.add(signal)
  }
  for (const signal of forwardedSignals) process.on(signal, forward)
  return () => forwardedSignals.forEach((signal) => process.off(signal, forward))
}

/** A shell or an npm that was killed cannot pass anything on: whoever lost its parent takes its child along. */
function stopWhenOrphaned(child) {
  const parent = process.ppid
  const watch = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(watch)
    child.kill('SIGTERM')
  }, orphanCheckMillis)
  return () => clearInterval(watch)
}
