import { bringChromium } from './chromium.mjs'
import { jestArguments } from './jest.mjs'
import { bringRedisServer } from './redis-server.mjs'
import { run } from './run-command.mjs'

/** Without arguments everything, with coverage; a selection cannot meet thresholds, so it is measured only on request. */
export default async function runTest(args) {
  const whyNoRedis = await bringRedisServer()
  if (whyNoRedis !== undefined) console.error(`There is no Redis server for the tests: ${whyNoRedis}.`)
  const whyNoChromium = await bringChromium()
  if (whyNoChromium !== undefined) console.error(`There is no Chromium for the tests: ${whyNoChromium}.`)
  return run(process.execPath, jestArguments(args.length === 0 ? ['--coverage'] : args))
}
