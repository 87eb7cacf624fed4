import { serveForeign } from './foreign-server.ts'
import type { Serve } from './serving.ts'

/** Varnish with its own rules, its store in memory and one small pool of threads; the argument is the origin. */
export const serveVarnish: Serve = (origin) =>
  serveForeign({
    program: 'varnishd',
    prepare: (folder, port) => [
      // Who started by root gives up being root could not write into the folder.
      ...['-F', '-j', 'none', '-n', folder, '-T', 'none'],
      ...['-a', `127.0.0.1:${port}`, '-b', new URL(origin).host],
      ...['-s', 'malloc,64m'],
      ...['-p', 'thread_pools=1', '-p', 'thread_pool_min=50', '-p', 'thread_pool_max=100'],
    ],
  })
