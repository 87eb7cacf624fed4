import { constants } from 'node:os'
import { jestArguments } from './jest.mjs'
import { at, toolScript } from './paths.mjs'
import { pruneDist } from './prune-dist.mjs'
import { seconds } from './report.mjs'
import { capture } from './run-command.mjs'

/** What a change must pass besides the tests. Each step is arguments to Node. */
const steps = {
  format: [toolScript('prettier'), '--check', '--log-level=warn', '.'],
  types: [toolScript('typescript', 'tsc'), '-b'],
  lint: [toolScript('oxlint'), '--type-aware', '--deny-warnings'],
  layers: jestArguments(['test/architecture']),
  'unused code': [toolScript('knip')],
  documents: ['--conditions=source', at('scripts', 'generate-docs.ts'), '--check'],
  packages: [at('scripts', 'check-packages.mjs')],
}

const interrupted = [constants.signals.SIGINT, constants.signals.SIGTERM].map((signal) => 128 + signal)

/** All steps run, even when one fails; a step's output is shown only then. */
export default async function runCheck() {
  pruneDist()
  const failed = []
  for (const [name, args] of Object.entries(steps)) {
    const began = performance.now()
    const { code, output } = await capture(process.execPath, args)
    console.log(`${code === 0 ? '✓' : '✗'} ${name} (${seconds(began)})`)
    if (code === 0) continue
    if (interrupted.includes(code)) return code
    failed.push(name)
    console.log(`\n${output.trimEnd()}\n`)
  }
  const total = Object.keys(steps).length
  console.log(
    failed.length === 0
      ? `all ${total} checks passed`
      : `${failed.length} of ${total} checks failed: ${failed.join(', ')}`,
  )
  return failed.length === 0 ? 0 : 1
}
