import type { FailingServer } from './failing-server.ts'

/** A way in which a server fails. */
export interface Trouble {
  /** What has become of the server: `that was killed`. */
  readonly name: string
  begin(failing: FailingServer): unknown
  end(failing: FailingServer): unknown
  /** What the server still has when it is well again. */
  readonly keeps: 'everything' | 'nothing'
  /**
   * What becomes of a lookup meanwhile. `fails`: it is told so at once. `hangs`: it is not answered in time. `finds`: what is stored is
   * found, though nothing can be added. `misses`: nothing is stored any more, and what is added is.
   */
  readonly lookup: 'fails' | 'hangs' | 'finds' | 'misses'
}

/** Above what any test gives a store, in each direction. */
const slowness = 700

/** All ways, each of a real server. */
export const troubles: readonly Trouble[] = [
  {
    name: 'killed',
    begin: ({ server }) => server.kill(),
    end: ({ server }) => server.restartEmpty(),
    keeps: 'nothing',
    lookup: 'fails',
  },
  {
    name: 'stopped, so that it is silent',
    begin: ({ server }) => server.pause(),
    end: ({ server }) => server.resume(),
    keeps: 'everything',
    lookup: 'hangs',
  },
  {
    name: 'slower than it may be',
    begin: ({ proxy }) => proxy.delay(slowness),
    end: ({ proxy }) => proxy.delay(0),
    keeps: 'everything',
    lookup: 'hangs',
  },
  {
    name: 'full',
    begin: (failing) => failing.command('CONFIG', 'SET', 'maxmemory', '1'),
    end: (failing) => failing.command('CONFIG', 'SET', 'maxmemory', '0'),
    keeps: 'everything',
    lookup: 'finds',
  },
  {
    name: 'begun anew, and knows nothing',
    begin: ({ server }) => server.restartEmpty(),
    end: () => {},
    keeps: 'nothing',
    lookup: 'misses',
  },
  {
    name: 'forbidding everything',
    begin: (failing) => failing.command('ACL', 'SETUSER', 'cache', '-@all'),
    end: (failing) => failing.command('ACL', 'SETUSER', 'cache', '+@all'),
    keeps: 'everything',
    lookup: 'fails',
  },
  {
    name: 'asking for another password',
    begin: async (failing) => {
      await failing.command('ACL', 'SETUSER', 'cache', 'resetpass', '>other')
      await failing.command('CLIENT', 'KILL', 'USER', 'cache')
    },
    end: (failing) => failing.command('ACL', 'SETUSER', 'cache', 'resetpass', '>secret'),
    keeps: 'everything',
    lookup: 'fails',
  },
]
