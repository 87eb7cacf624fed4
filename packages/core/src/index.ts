export { flightEffects, flightEvents } from './machine/flight-alphabet.ts'
export type { FlightEffect, FlightEvent, FlightEventType, FlightState } from './machine/flight-alphabet.ts'
export { flightMachine } from './machine/flight-machine.ts'
export { transactionMachine } from './machine/transaction-machine.ts'
export { transactionEffects, transactionEvents } from './machine/transaction-alphabet.ts'
export type {
  DeadlineName,
  StateMeta,
  TransactionEffect,
  TransactionEvent,
  TransactionEventType,
  TransactionState,
} from './machine/transaction-alphabet.ts'
export { compile } from './engine/compile.ts'
export { CompileError } from './engine/compile-error.ts'
export type { CompileErrorCode } from './engine/compile-error.ts'
export type { CompiledMachine, CompiledState, Edge } from './engine/compiled-machine.ts'
export { DeadlineError, ReplyStatusError, UnaskedNotModifiedError } from './engine/engine-errors.ts'
export type {
  ExplainedFact,
  ExplainedOutcome,
  ExplainedReason,
  Explanation,
  ReasonCode,
} from './engine/explain/explanation.ts'
export type { MachineOptions, XStateMachine } from './engine/machines.ts'
export type {
  CacheRecord,
  RecordedBegin,
  RecordedError,
  RecordedFlight,
  RecordedInput,
  RecordedLoss,
  RecordedStep,
  RecordingStart,
} from './engine/record.ts'
export { IllegalEventError, step } from './engine/step.ts'
export type {
  FlightTransition,
  InFlight,
  Leak,
  Role,
  Stuck,
  Trace,
  TraceStep,
  Transition,
} from './engine/trace.ts'
export type {
  AbortChoice,
  AbortPolicy,
  BackgroundOptions,
  Cache,
  CacheOptions,
  CacheRequest,
  CollapseOptions,
  Deadlines,
  Ledger,
  LedgerLine,
  Tolerated,
} from './driver/cache-api.ts'
export type { CacheExplanation, ExplainedStored, ExplainedTransaction } from './driver/cache-explanation.ts'
export type { CacheResponse, ResponseSource } from './driver/cache-response.ts'
export type { Candidate } from './driver/candidate.ts'
export { createCache } from './driver/create-cache.ts'
export { CancelledError, CompletedError, FollowerLagError, MisuseError } from './driver/driver-errors.ts'
export { HookError } from './driver/hook-error.ts'
export type { HookErrorCode } from './driver/hook-error.ts'
export type { Hooks } from './driver/hooks.ts'
export type { Counters } from './driver/outcome-counts.ts'
export type { OutgoingRequest } from './driver/outgoing-request.ts'
export type { Overrides, OverridesFor, Strategy } from './driver/overrides.ts'
export type { HeaderTarget, PendingRequest, Recipient } from './driver/pending-request.ts'
export type { PurgeTarget } from './driver/purge-target.ts'
export type { BreakerHealth, BreakerOptions, BreakerState } from './driver/store-breaker.ts'
export type { StoreHealth } from './driver/store-health.ts'
export type { WriteBehindOptions } from './driver/write-behind.ts'
export { select } from './driver/select.ts'
export type { Selection } from './driver/select.ts'
export type { BodyTransform } from './driver/transformed-body.ts'
export type { Outcome, ResponseOutcome } from './engine/outcome.ts'
export { contentLengthOf } from './http/content-length.ts'
export { fieldValue, hasField, withoutFields } from './http/field-lines.ts'
export type { FieldLines, RequestHead, ResponseHead } from './http/message.ts'
export type { StoredResponse } from './http/stored-response.ts'
export type { Millis, Seconds } from './http/units.ts'
export type { KeyOptions, KeyRule } from './policy/cache-key.ts'
export type { StorageAction } from './policy/forced-action.ts'
export type { PolicyOptions } from './policy/policy-options.ts'
export type { StorageOverrides } from './policy/storage-overrides.ts'
export type { CacheMode, ForwardReason } from './policy/verdicts.ts'
export type { Backend, BackendReply, BackendRequest } from './ports/backend.ts'
export type { Body, MaybePromise } from './ports/body.ts'
export { systemClock } from './ports/clock.ts'
export type { Clock } from './ports/clock.ts'
export type { PeekableStore } from './ports/peekable-store.ts'
export type { InspectableStore, ListedEntry, StoreStatistics } from './ports/inspectable-store.ts'
export type {
  HeldLease,
  Lease,
  LeaseAnswer,
  LeaseEnd,
  LeaseGrant,
  LeaseSubject,
  LeaseWait,
} from './ports/lease.ts'
export { BackendError, LeaseError, PortError, StoreError } from './ports/port-errors.ts'
export type { BackendErrorCode, LeaseErrorCode, StoreErrorCode } from './ports/port-errors.ts'
export type {
  LookupResult,
  PurgeChange,
  PurgeSelector,
  Store,
  StoredEntry,
  StoreMoment,
  StoreWriter,
  WriteClaim,
} from './ports/store.ts'
export { memoryStore } from './stores/memory-store.ts'
export type { MemoryStore, MemoryStoreOptions } from './stores/memory-store.ts'
export { readStoredResponse } from './stores/read-stored-response.ts'
export { storedResponseLimits } from './stores/stored-response-guards.ts'
export { tieredStore } from './stores/tiered-store.ts'
export type {
  InvalidationListener,
  NearTierInvalidations,
  TieredStoreOptions,
} from './stores/tiered-store.ts'
