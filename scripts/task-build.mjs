import { build } from './build.mjs'
import { seconds } from './report.mjs'

export default async function runBuild(args) {
  const began = performance.now()
  const code = await build(args)
  console.log(code === 0 ? `built in ${seconds(began)}` : `the build failed after ${seconds(began)}`)
  return code
}
