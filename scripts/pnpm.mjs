import { capture } from './run-command.mjs'

const major = 12

/** The pnpm of the machine when it is of the right major version, else the same through npx: `[command, ...arguments]`. */
export async function pnpmCommand(options = {}) {
  const found = await capture('pnpm', ['--version'], { ...options, shell: true }).catch(() => undefined)
  if (found?.code === 0 && found.output.trim().startsWith(`${major}.`)) return ['pnpm']
  return ['npx', '--yes', `--package=pnpm@${major}`, '--', 'pnpm']
}
