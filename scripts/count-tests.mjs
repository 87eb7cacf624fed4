/** Sums up jest's result files: `node scripts/count-tests.mjs FILE…` prints `N passed, N failed`. */
import { existsSync, readFileSync } from 'node:fs'

let passed = 0
let failed = 0
for (const file of process.argv.slice(2)) {
  if (!existsSync(file)) {
    console.log(`${file} is missing: that run broke before its end`)
    failed += 1
    continue
  }
  const result = JSON.parse(readFileSync(file, 'utf8'))
  passed += result.numPassedTests
  // A test file that does not even load counts as one failure.
  failed += result.numFailedTests + result.numRuntimeErrorTestSuites
}
console.log(`${passed} passed, ${failed} failed`)
process.exitCode = failed === 0 ? 0 : 1
