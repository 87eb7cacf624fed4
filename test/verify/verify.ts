/**
 * What takes too long for every test run: `npm run verify`. Explores all worlds of one, two and three clients, walks at
 * random with more, tries whether the defects of test/mutants are found, and holds docs/model-checking.md against it.
 * `--write` writes that page.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { explore, storyText, walkAtRandom, type ExploreReport } from '@cachechart/core/testing/machines'
import { format, resolveConfig } from 'prettier'
import { mutants as groups } from '../mutants/mutants.ts'
import { isCaught, modelPage } from './model-page.ts'
import { runMutants } from './run-mutants.ts'

const { values } = parseArgs({ options: { write: { type: 'boolean' } } })
const page = fileURLToPath(new URL('../../docs/model-checking.md', import.meta.url))
const startedAt = performance.now()
const say = (text: string): void => {
  const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0).padStart(4)
  process.stdout.write(`${seconds} s  ${text}\n`)
}
let failed = false
const fail = (text: string): void => {
  failed = true
  say(text)
}

const explored: ExploreReport[] = []
for (const clients of [1, 2, 3] as const) {
  const before = performance.now()
  const report = await explore({ clients })
  explored.push(report)
  const seconds = ((performance.now() - before) / 1_000).toFixed(1)
  const memory = Math.round(process.memoryUsage.rss() / 2 ** 20)
  say(`${clients} clients: ${report.states} states, ${report.edges} edges in ${seconds} s, ${memory} MiB`)
  if (report.story !== undefined) fail(storyText(report.story))
}

const seed = Math.floor(Math.random() * 2 ** 32)
for (const clients of [3, 6, 10]) {
  const { walks, steps, story } = await walkAtRandom({ clients, walks: 5_000, seed })
  say(`${clients} clients at random: ${walks} walks, ${steps} steps (seed ${seed})`)
  if (story !== undefined) fail(storyText(story))
}

const captures = await runMutants(
  groups.flatMap(({ mutants }) => mutants),
  ({ name }, capture) => {
    const by = capture.invariant ?? capture.lint.join(', ')
    if (isCaught(capture)) say(`caught by ${by}: ${name}`)
    else fail(`NOT CAUGHT: ${name}`)
  },
)

const text = await format(modelPage({ explored, groups, captures }), {
  ...(await resolveConfig(page)),
  filepath: page,
})
if (values.write === true) writeFileSync(page, text)
else if (readFileSync(page, 'utf8') !== text)
  fail('docs/model-checking.md is not what was found: npm run verify -- --write')
say(failed ? 'something above is wrong' : 'all holds, and every defect is caught')
process.exitCode = failed ? 1 : 0
