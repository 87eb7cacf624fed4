import type { DriverListener } from './redis-driver.ts'

/** What every client is, too. */
export type Emitter = {
  on(event: string, listener: (...values: never[]) => void): unknown
  off(event: string, listener: (...values: never[]) => void): unknown
}

/** By which events a client says that it is ready, or not any more. */
type Events = { readonly ready: readonly string[]; readonly down: readonly string[] }

/** Listens to a client's events; the answer ends it. An `error` that nobody listens to would end the process. */
export function watchEvents(emitter: Emitter, events: Events, listener: DriverListener): () => void {
  const ready = () => listener.ready()
  const down = (error?: unknown) => listener.down(error)
  for (const event of events.ready) emitter.on(event, ready)
  for (const event of events.down) emitter.on(event, down)
  return () => {
    for (const event of events.ready) emitter.off(event, ready)
    for (const event of events.down) emitter.off(event, down)
  }
}
