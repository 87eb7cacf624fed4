import { expect, jest } from '@jest/globals'

/** What these do depends on sockets, processes, disks and their times: on a machine that is busy for seconds what is right may fail. */
const ofTheWorld = [
  /[\\/]test[\\/](cancellation|cli|conformance|end-to-end|examples|fetch|fleet|flights|hostile|hostile-values|lease|middleware|paths[\\/]sockets|redis|servers|soak|sqlite|stale-while-revalidate|store-matrix|tiers|undici|web)[\\/]/,
  // Of folders whose other tests depend on nothing.
  /[\\/]test[\\/](explain[\\/]workers|pictures[\\/]browser|recording[\\/]gateway-under-load)\.test\.ts$/,
]

const path = expect.getState().testPath ?? ''

// In what a change must pass such a test is tried once more, and its first failure is printed. Elsewhere whoever runs it sees for himself.
if (process.env['CI'] !== undefined && ofTheWorld.some((place) => place.test(path)))
  jest.retryTimes(1, { logErrorsBeforeRetry: true })
