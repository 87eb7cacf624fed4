export { adapterContract } from './adapter-contract.ts'
export type { AdapterContractOptions } from './adapter-contract.ts'
export type {
  AdapterAnswer,
  AdapterAsk,
  AdapterCacheOptions,
  AdapterFront,
  AdapterOrigin,
  StartAdapter,
} from './adapter/adapter-front.ts'
export type { ErrorsAs } from './adapter/find-difference.ts'
export { backendContract } from './backend-contract.ts'
export type { BackendContractOptions, BackendOnTrial } from './backend-contract.ts'
export type { BackendAbility } from './backend/backend-check.ts'
export { ContractError } from './contract-error.ts'
export type { ContractCase } from './contract-error.ts'
