/**
 * A process that runs one contender of this tree for a comparison between trees: `side.ts <comparison> <contender>`. Says
 * that it is ready, or why it cannot be, then does what it is told: get warm, measure, weigh, end.
 */
import type { Running } from '../comparison.ts'
import type { Failure } from './prepare-or-tell.ts'
import type { SideAnswer, SideOrder } from '../revisions/side-messages.ts'

const [comparisonName = '', contenderName = ''] = process.argv.slice(2)
// Whoever started this has gone; the processes that this one started see the same of it.
process.on('disconnect', () => {
  process.exit()
})

let act: ((order: SideOrder) => Promise<SideAnswer>) | undefined
process.on('message', (order) => {
  void attempt(() => act?.(order as SideOrder) ?? Promise.reject(new Error('it has not started')))
})
await attempt(async () => {
  act = await begin()
  return 'done'
})

async function attempt(step: () => Promise<SideAnswer>): Promise<void> {
  try {
    process.send?.(await step())
  } catch (error) {
    const failure: Failure = { failed: error instanceof Error ? error.message : String(error) }
    process.send?.(failure)
  }
}

async function begin(): Promise<(order: SideOrder) => Promise<SideAnswer>> {
  // Not before something can be said about it: a section of this tree may need what its packages lack.
  const { sections } = await import('../sections/sections.ts')
  const comparisons = sections.flatMap((section) => section.comparisons)
  const comparison = comparisons.find(({ name }) => name === comparisonName)
  if (comparison === undefined) throw new RangeError(`there is no comparison "${comparisonName}"`)
  if (comparison.kind === 'bytes') {
    const contender = find(comparison.contenders)
    return async () => contender.measure(1)
  }
  const running = await find<{ name: string; start(): Promise<Running> }>(comparison.contenders).start()
  return (order) => actOn(running, order)
}

function find<Contender extends { readonly name: string }>(contenders: readonly Contender[]): Contender {
  const contender = contenders.find(({ name }) => name === contenderName)
  if (contender === undefined) throw new RangeError(`there is no contender "${contenderName}"`)
  return contender
}

async function actOn(running: Running, order: SideOrder): Promise<SideAnswer> {
  switch (order.type) {
    case 'measure':
      return running.measure(order.millis)
    case 'warm up':
      await running.warmUp(order.millis)
      return 'done'
    case 'weigh':
      throw new TypeError('this contender has speed, not weight')
    case 'end':
      await running.end()
      return 'done'
  }
}
