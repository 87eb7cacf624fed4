/**
 * A process that weighs what one contender keeps: `hold.ts <contender> <argument>`. Says how many bytes of memory came to
 * be held, for how many entries.
 */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { holdings } from '../contenders/holdings.ts'
import { prepareOrTell } from './prepare-or-tell.ts'
import type { Weight } from './weight.ts'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void // what V8 names so since the flag is set

const [name = '', argument = ''] = process.argv.slice(2)
const load = holdings.get(name)
if (load === undefined) throw new RangeError(`nothing that holds is called "${name}"`)

const holding = await prepareOrTell(async () => (await load())(argument))
const before = await heldBytes()
const { count, given } = await holding.fill()
const weight: Weight = { count, given, held: (await heldBytes()) - before }
// Whoever started this has gone.
process.on('disconnect', () => {
  process.exit()
})
process.send?.(weight)

/** V8's heap and the buffers outside of it, after everything that nobody holds has gone. */
async function heldBytes(): Promise<number> {
  for (let round = 0; round < 3; round += 1) {
    collect()
    // What a collection left to be finalized is done in a turn of its own.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
