export { cacheControlArbitrary } from './cache-control-arbitrary.ts'
export { entityTagArbitrary } from './entity-tag-arbitrary.ts'
export { fakeBackend } from './fake-backend.ts'
export type { FakeBackend, FakeBackendHandler } from './fake-backend.ts'
export { fakeBody } from './fake-body.ts'
export type { FakeBody } from './fake-body.ts'
export type { FakeCall, FakeCallState } from './fake-call.ts'
export { fakeClock } from './fake-clock.ts'
export type { FakeClock } from './fake-clock.ts'
export { fakeReply } from './fake-reply.ts'
export type { FakeReplyBody, FakeReplyHead } from './fake-reply.ts'
export { fakeStore } from './fake-store.ts'
export type { FakeStore, FakeStoreOptions } from './fake-store.ts'
export type { StoreFault } from './fault-gate.ts'
export { faultyStore } from './faulty-store.ts'
export type { FaultyStore, FaultyStoreOptions } from './faulty-store.ts'
export { fieldLineArbitrary, fieldLinesArbitrary } from './field-lines-arbitrary.ts'
export type { FieldLine } from './field-lines-arbitrary.ts'
export { freshnessArbitrary } from './freshness-arbitrary.ts'
export type { Freshness } from './freshness-arbitrary.ts'
export { httpDateArbitrary } from './http-date-arbitrary.ts'
export {
  TraceInvariantError,
  TraceRecordError,
  assertInvariants,
  explore,
  lintMachine,
  standardDebts,
  storyDiagram,
  storyText,
  walkAtRandom,
} from './machines.ts'
export type {
  CoverageReport,
  Creditor,
  Debt,
  ExploreOptions,
  ExploreProgress,
  ExploreReport,
  ExploredRequest,
  ExploredWorld,
  FirstStored,
  InvariantReport,
  LintFinding,
  LintOptions,
  LintRule,
  LintSeverity,
  MachineAlphabet,
  MachineCoverage,
  OriginAnswer,
  Story,
  StoryChange,
  StoryStep,
  TraceInvariant,
  TraceInvariantOptions,
  TraceRecord,
  WalkOptions,
  WalkReport,
  WorldReport,
} from './machines.ts'
export { leaseContract } from './lease-contract.ts'
export type { LeaseContractCase, LeaseContractOptions } from './lease-contract.ts'
export { LeaseContractError } from './lease-contract/lease-contract-error.ts'
export type { LeaseTrial } from './lease-contract/lease-trial.ts'
export { memoryLease } from './memory-lease.ts'
export type { LeaseDelay, MemoryLease, MemoryLeaseOptions } from './memory-lease.ts'
export { requestArbitrary } from './request-arbitrary.ts'
export type { RequestArbitraryOptions } from './request-arbitrary.ts'
export { responseArbitrary } from './response-arbitrary.ts'
export type { ResponseArbitraryOptions } from './response-arbitrary.ts'
export { sampleResponse } from './sample-response.ts'
export { seededRandom } from './seeded-random.ts'
export { storeContract } from './store-contract.ts'
export type { StoreContractCase, StoreContractOptions } from './store-contract.ts'
export { StoreContractError } from './store-contract/expectation.ts'
export type { StoreCall, StoreDelay, StoreOperation } from './store-operation.ts'
export { storedResponseArbitrary } from './stored-response-arbitrary.ts'
export { varyArbitrary } from './vary-arbitrary.ts'
