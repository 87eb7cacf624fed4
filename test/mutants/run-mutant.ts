/** Runs one mutant: this process's own sources are changed as they are loaded, then explored. Prints what was found as JSON. */
import { registerHooks } from 'node:module'
import type { Edit, Mutant } from './mutant.ts'
import { mutants } from './mutants.ts'

const source = new URL('../../packages/core/src/', import.meta.url).href

const apply = (text: string, { from, to, file }: Edit): string => {
  const parts = text.split(from)
  if (parts.length !== 2)
    throw new TypeError(`the text to change stands ${parts.length - 1} times in ${file}`)
  return parts.join(to)
}

const textOf = (loaded: unknown): string =>
  typeof loaded === 'string' ? loaded : new TextDecoder().decode(loaded as Uint8Array) // a module's source is one of the two

const mutate = ({ edits }: Mutant): void => {
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context)
      const own = edits.filter(({ file }) => url === source + file)
      if (own.length === 0) return loaded
      return { ...loaded, source: own.reduce(apply, textOf(loaded.source)) }
    },
  })
}

const name = process.argv[2]
const mutant = mutants.flatMap((group) => group.mutants).find((each) => each.name === name)
if (mutant === undefined) throw new TypeError(`there is no mutant "${name}"`)
mutate(mutant)
// Only now: what is loaded from here on is changed.
const { explore, lintMachine } = await import('@cachechart/core/testing/machines')
const { flightMachine, transactionMachine } = await import('@cachechart/core')
const findings = [...lintMachine(transactionMachine), ...lintMachine(flightMachine)]
const rules = [...new Set(findings.map(({ rule }) => rule))]
const { clients = 2, shows } = mutant
const { story } = shows === 'statically' ? {} : await explore({ clients })
const found = story && {
  invariant: story.invariant,
  what: story.what,
  steps: story.steps.length,
  world: story.world.name,
}
process.stdout.write(JSON.stringify({ lint: rules, clients, ...found }))
