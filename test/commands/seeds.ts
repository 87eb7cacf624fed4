/** The same on every machine, so that what they find stays found. */
const fixedSeeds = [1, 2, 3]

/** In what a change must pass nothing is left to chance: what chance finds is hardly ever of the change. */
const chanceSeed = (): number =>
  process.env['CI'] === undefined ? Math.floor(Math.random() * 2 ** 31) : 275_279_378

/**
 * Seeds for random tests, and how often each is to be used: the fixed ones and one by chance, which stands in the title
 * of its test. `COMMAND_RUNS` asks for more runs in all than the usual ones.
 */
export const seedsFor = (usual: number): { readonly seeds: readonly number[]; readonly runs: number } => {
  const seeds = [...fixedSeeds, chanceSeed()]
  const wanted = Number(process.env['COMMAND_RUNS'] ?? usual)
  return { seeds, runs: Math.ceil(wanted / seeds.length) }
}
