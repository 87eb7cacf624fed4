import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { ExploreReport } from '@cachechart/core/testing/machines'

const program = fileURLToPath(new URL('../../packages/cli/src/main.ts', import.meta.url))
const nodeOptions = ['--conditions=source', '--disable-warning=ExperimentalWarning']

/** `cachechart explore --json` in a process of its own: what a test runner measures of the code does not slow it down. */
export const runExplore = async (clients: number): Promise<ExploreReport> => {
  const args = [...nodeOptions, program, 'explore', '--clients', String(clients), '--json']
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 2 ** 26 })
  return JSON.parse(stdout) as ExploreReport // what --json prints
}
