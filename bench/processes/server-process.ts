import { ask, endProcess, forkProcess, messageFrom } from './fork-process.ts'
import type { Mark } from './mark.ts'

/** A server in a process of its own. */
export interface ServerProcess {
  /** `http://127.0.0.1:port` */
  readonly url: string
  readonly port: number
  mark(): Promise<Mark>
  /** Has it do something to what it depends on. */
  tell(order: string): Promise<void>
  end(): Promise<void>
}

/** Starts a server by its name in `contenders/servings.ts`. */
export async function startServer(name: string, argument: string): Promise<ServerProcess> {
  const child = forkProcess('serve.ts', [name, argument])
  const port = await messageFrom<number>(child)
  return {
    port,
    url: `http://127.0.0.1:${port}`,
    mark: () => ask<Mark>(child, 'mark'),
    async tell(order) {
      await ask<'done'>(child, { order })
    },
    end: () => endProcess(child),
  }
}
