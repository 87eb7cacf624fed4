/**
 * A process that does one contender's work: `work.ts <contender> <argument>`. Says that it is ready, then answers each
 * number with a stretch of so many milliseconds of processor time.
 */
import type { Work } from '../contenders/work.ts'
import { works } from '../contenders/works.ts'
import { AllocationCounter } from '../statistics/allocation-counter.ts'
import { prepareOrTell } from './prepare-or-tell.ts'
import type { Stretch } from './stretch.ts'

/** Long enough that looking at the clocks costs nothing, short enough to end near the wanted time. */
const batchMillis = 5

/** Work that mostly waits is stopped after so many times the processor time that was wanted. */
const patience = 10

const [name = '', argument = ''] = process.argv.slice(2)
const load = works.get(name)
if (load === undefined) throw new RangeError(`no work is called "${name}"`)

const work = await prepareOrTell(async () => (await load())(argument))
const allocations = new AllocationCounter()
let batch = 1
process.on('message', (millis) => {
  void stretch(work, Number(millis)).then((done) => process.send?.(done))
})
// Whoever started this has gone, or wants no more of it.
for (const event of ['disconnect', 'SIGTERM', 'SIGINT']) {
  process.once(event, () => {
    void Promise.resolve(work.close?.()).finally(() => process.exit())
  })
}
process.send?.('ready')

/** Works until it has had so much processor time, so that a busy machine makes it late and not cold. */
async function stretch(repeated: Work, millis: number): Promise<Stretch> {
  const allocatedBefore = allocations.total()
  const cpuBefore = process.cpuUsage()
  const began = performance.now()
  let count = 0
  for (let previous = began; ;) {
    await repeated.run(batch)
    count += batch
    const now = performance.now()
    const { user, system } = process.cpuUsage(cpuBefore)
    const [wall, cpu] = [now - began, (user + system) / 1000]
    if (cpu >= millis || wall >= patience * millis)
      return { count, wall, cpu, allocated: allocations.total() - allocatedBefore }
    // Batches grow until each is worth looking at the clocks.
    if (now - previous < batchMillis) batch *= 2
    previous = now
  }
}
