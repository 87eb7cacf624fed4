import { expect, jest } from '@jest/globals'

/** What these do depends on sockets, processes, disks and their times: on a machine that is busy for seconds what is right may fail. */
const ofTheWorld =
  /[\\/]test[\\/](cancellation|cli|conformance|end-to-end|examples|fetch|fleet|flights|hostile|hostile-values|lease|middleware|paths[\\/]sockets|redis|servers|soak|sqlite|stale-while-revalidate|store-matrix|tiers|undici|web)[\\/]/

// In what a change must pass such a test is tried once more, and its first failure is printed. Elsewhere whoever runs it sees for himself.
if (process.env['CI'] !== undefined && ofTheWorld.test(expect.getState().testPath ?? ''))
  jest.retryTimes(1, { logErrorsBeforeRetry: true })
