/** The origin in a process of its own: `origin-process.ts <seed>`. Says its port, then its counts when it is asked. */
import { chaosOrigin } from './chaos-origin.ts'

const origin = chaosOrigin(Number(process.argv[2]))

origin.server.listen(0, '127.0.0.1', () => {
  const address = origin.server.address()
  process.send?.({ type: 'ready', port: typeof address === 'object' ? address?.port : undefined })
})
process.on('message', () => {
  process.send?.({ type: 'counts', counts: origin.counts() })
})
// Whoever started this has gone, or wants no more of it.
process.on('disconnect', () => {
  process.exit()
})
