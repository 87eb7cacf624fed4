import type { GatewayOptions, GatewayTimeouts } from '@cachechart/adapters/node'
import type { Deadlines, Millis, PolicyOptions, Seconds } from '@cachechart/core'
import type { GatewayCommandOptions } from './gateway-options.ts'
import { keyOptionsOf } from './key-rule-options.ts'

/** Says to the gateway what the command line was told; what was not told is left to the gateway. */
export function toGatewayOptions(
  origin: URL,
  options: GatewayCommandOptions,
): Omit<GatewayOptions, 'store' | 'lease'> {
  const { adminPort, adminHost, purgeToken, stuckAfter } = options
  return {
    origin,
    policy: policyOf(options),
    timeouts: timeoutsOf(options),
    deadlines: deadlinesOf(options),
    stuckAfter,
    ...(adminPort === undefined ? {} : { admin: { port: adminPort, host: adminHost } }),
    ...(purgeToken === undefined ? {} : { purge: { token: purgeToken } }),
  }
}

function deadlinesOf({ storeTimeout, flightTimeout, transactionTimeout }: GatewayCommandOptions): Deadlines {
  return {
    ...(storeTimeout === undefined ? {} : { store: storeTimeout }),
    ...(flightTimeout === undefined ? {} : { flight: flightTimeout }),
    ...(transactionTimeout === undefined ? {} : { transaction: transactionTimeout }),
  }
}

function policyOf({
  private: ofOneUser,
  staleIfError,
  staleWhileRevalidate,
  ...keyRule
}: GatewayCommandOptions): PolicyOptions {
  return {
    shared: ofOneUser !== true,
    key: keyOptionsOf(keyRule),
    ...(staleIfError === undefined ? {} : { staleIfError: inSeconds(staleIfError) }),
    ...(staleWhileRevalidate === undefined ? {} : { staleWhileRevalidate: inSeconds(staleWhileRevalidate) }),
  }
}

function timeoutsOf({ connectTimeout, timeout, bodyTimeout }: GatewayCommandOptions): GatewayTimeouts {
  return {
    ...(connectTimeout === undefined ? {} : { connect: connectTimeout }),
    ...(timeout === undefined ? {} : { responseHead: timeout }),
    ...(bodyTimeout === undefined ? {} : { responseBody: bodyTimeout }),
  }
}

/** Not longer than was said. */
const inSeconds = (span: Millis): Seconds => Math.floor(span / 1000)
