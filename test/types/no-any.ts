/** No `any` reaches a user: not in what is exported as a value, nor in what is exported as a type. */
import type * as core from '@cachechart/core'
import type * as recording from '@cachechart/core/recording'
import type * as fetch from '@cachechart/adapters/fetch'
import type * as node from '@cachechart/adapters/node'
import type * as redis from '@cachechart/adapters/redis'
import type * as sqlite from '@cachechart/adapters/sqlite'
import type * as undici from '@cachechart/adapters/undici'
import type * as web from '@cachechart/adapters/web'
import type { AnyIn, AnyInModule, Equal, Expect } from './assert-types.ts'

/** XState's types have their own: those of its machines, and so of what takes one. */
type OverXState = 'compile' | 'flightMachine' | 'transactionMachine'

/** Each exported type by its name; a test sees to it that none is missing. */
interface Types {
  readonly AbortChoice: core.AbortChoice
  readonly AbortPolicy: core.AbortPolicy
  readonly Backend: core.Backend
  readonly BackendErrorCode: core.BackendErrorCode
  readonly BackendReply: core.BackendReply
  readonly BackendRequest: core.BackendRequest
  readonly BackgroundOptions: core.BackgroundOptions
  readonly Body: core.Body
  readonly BodyTransform: core.BodyTransform
  readonly MachineOptions: core.MachineOptions
  readonly XStateMachine: core.XStateMachine
  readonly BreakerHealth: core.BreakerHealth
  readonly BreakerOptions: core.BreakerOptions
  readonly StoreHealth: core.StoreHealth
  readonly WriteBehindOptions: core.WriteBehindOptions
  readonly BreakerState: core.BreakerState
  readonly Cache: core.Cache
  readonly CacheExplanation: core.CacheExplanation
  readonly CacheMode: core.CacheMode
  readonly CacheOptions: core.CacheOptions
  readonly CacheRequest: core.CacheRequest
  readonly CacheResponse: core.CacheResponse
  readonly Candidate: core.Candidate
  readonly Clock: core.Clock
  readonly CollapseOptions: core.CollapseOptions
  readonly CompiledMachine: core.CompiledMachine
  readonly CompiledState: core.CompiledState
  readonly CompileErrorCode: core.CompileErrorCode
  readonly Counters: core.Counters
  readonly DeadlineName: core.DeadlineName
  readonly Deadlines: core.Deadlines
  readonly Edge: core.Edge
  readonly ExplainedFact: core.ExplainedFact
  readonly ExplainedOutcome: core.ExplainedOutcome
  readonly ExplainedReason: core.ExplainedReason
  readonly ExplainedStored: core.ExplainedStored
  readonly ExplainedTransaction: core.ExplainedTransaction
  readonly Explanation: core.Explanation
  readonly FieldLines: core.FieldLines
  readonly FlightEffect: core.FlightEffect
  readonly FlightEvent: core.FlightEvent
  readonly FlightEventType: core.FlightEventType
  readonly FlightState: core.FlightState
  readonly FlightTransition: core.FlightTransition
  readonly ForwardReason: core.ForwardReason
  readonly HeaderTarget: core.HeaderTarget
  readonly HookErrorCode: core.HookErrorCode
  readonly Hooks: core.Hooks
  readonly InFlight: core.InFlight
  readonly KeyOptions: core.KeyOptions
  readonly KeyRule: core.KeyRule
  readonly Leak: core.Leak
  readonly Ledger: core.Ledger
  readonly LedgerLine: core.LedgerLine
  readonly LookupResult: core.LookupResult
  readonly MaybePromise: core.MaybePromise<unknown>
  readonly MemoryStore: core.MemoryStore
  readonly MemoryStoreOptions: core.MemoryStoreOptions
  readonly InvalidationListener: core.InvalidationListener
  readonly NearTierInvalidations: core.NearTierInvalidations
  readonly TieredStoreOptions: core.TieredStoreOptions
  readonly Millis: core.Millis
  readonly Outcome: core.Outcome
  readonly OutgoingRequest: core.OutgoingRequest
  readonly Overrides: core.Overrides
  readonly OverridesFor: core.OverridesFor
  readonly PendingRequest: core.PendingRequest
  readonly PolicyOptions: core.PolicyOptions
  readonly PurgeChange: core.PurgeChange
  readonly PurgeSelector: core.PurgeSelector
  readonly PurgeTarget: core.PurgeTarget
  readonly Recipient: core.Recipient<unknown>
  readonly RequestHead: core.RequestHead
  readonly ResponseHead: core.ResponseHead
  readonly ResponseOutcome: core.ResponseOutcome
  readonly ResponseSource: core.ResponseSource
  readonly Role: core.Role
  readonly Seconds: core.Seconds
  readonly Selection: core.Selection<core.PendingRequest>
  readonly StateMeta: core.StateMeta
  readonly StorageAction: core.StorageAction
  readonly StorageOverrides: core.StorageOverrides
  readonly Store: core.Store
  readonly StoredEntry: core.StoredEntry
  readonly StoredResponse: core.StoredResponse
  readonly StoreErrorCode: core.StoreErrorCode
  readonly StoreWriter: core.StoreWriter
  readonly Strategy: core.Strategy
  readonly Stuck: core.Stuck
  readonly Tolerated: core.Tolerated
  readonly Trace: core.Trace
  readonly TraceStep: core.TraceStep
  readonly TransactionEffect: core.TransactionEffect
  readonly TransactionEvent: core.TransactionEvent
  readonly TransactionEventType: core.TransactionEventType
  readonly TransactionState: core.TransactionState
  readonly Transition: core.Transition
  readonly CachedFetch: fetch.CachedFetch
  readonly CachedFetchInit: fetch.CachedFetchInit
  readonly CachedFetchOptions: fetch.CachedFetchOptions
  readonly AdminOptions: node.AdminOptions
  readonly CacheMiddleware: node.CacheMiddleware
  readonly CacheMiddlewareOptions: node.CacheMiddlewareOptions
  readonly ForwardedPolicy: node.ForwardedPolicy
  readonly Admin: node.Admin
  readonly AdminDesk: node.AdminDesk
  readonly AdminExplanation: node.AdminExplanation
  readonly AdminParts: node.AdminParts
  readonly AdminStory: node.AdminStory
  readonly Gateway: node.Gateway
  readonly GatewayAddress: node.GatewayAddress
  readonly GatewayAnswer: node.GatewayAnswer
  readonly GatewayFailure: node.GatewayFailure
  readonly GatewayLimits: node.GatewayLimits
  readonly GatewayOptions: node.GatewayOptions
  readonly ExplainQuestion: node.ExplainQuestion
  readonly WorkerExplanation: node.WorkerExplanation
  readonly GatewayPeers: node.GatewayPeers
  readonly GatewayTimeouts: node.GatewayTimeouts
  readonly HostPolicy: node.HostPolicy
  readonly Listener: node.Listener
  readonly ListenErrorCode: node.ListenErrorCode
  readonly ListenOptions: node.ListenOptions
  readonly MiddlewareFailure: node.MiddlewareFailure
  readonly NextFunction: node.NextFunction
  readonly PurgeOptions: node.PurgeOptions
  readonly ServerResponseOptions: node.ServerResponseOptions
  readonly UndiciBackend: node.UndiciBackend
  readonly UndiciBackendOptions: node.UndiciBackendOptions
  readonly CacheInterceptor: undici.CacheInterceptor
  readonly CacheInterceptorOptions: undici.CacheInterceptorOptions
  readonly InterceptorOrigin: undici.InterceptorOrigin
  readonly CachedHandler: web.CachedHandler
  readonly CachedHandlerOptions: web.CachedHandlerOptions
  readonly WebHandler: web.WebHandler
  readonly WebResponseOptions: web.WebResponseOptions
  readonly HeldLease: core.HeldLease
  readonly InspectableStore: core.InspectableStore
  readonly Lease: core.Lease
  readonly LeaseAnswer: core.LeaseAnswer
  readonly LeaseEnd: core.LeaseEnd
  readonly LeaseErrorCode: core.LeaseErrorCode
  readonly LeaseGrant: core.LeaseGrant
  readonly LeaseSubject: core.LeaseSubject
  readonly LeaseWait: core.LeaseWait
  readonly ListedEntry: core.ListedEntry
  readonly PeekableStore: core.PeekableStore
  readonly ReasonCode: core.ReasonCode
  readonly StoreMoment: core.StoreMoment
  readonly StoreStatistics: core.StoreStatistics
  readonly WriteClaim: core.WriteClaim
  readonly IoredisClient: redis.IoredisClient
  readonly NodeRedisClient: redis.NodeRedisClient
  readonly NodeRedisCluster: redis.NodeRedisCluster
  readonly RedisClient: redis.RedisClient
  readonly RedisInvalidationsOptions: redis.RedisInvalidationsOptions
  readonly RedisLeaseOptions: redis.RedisLeaseOptions
  readonly RedisLeaseSettings: redis.RedisLeaseSettings
  readonly RedisPatience: redis.RedisPatience
  readonly RedisSource: redis.RedisSource
  readonly RedisStore: redis.RedisStore
  readonly RedisStoreOptions: redis.RedisStoreOptions
  readonly RejectedValue: redis.RejectedValue
  readonly RejectedRow: sqlite.RejectedRow
  readonly SqliteStore: sqlite.SqliteStore
  readonly SqliteStoreOptions: sqlite.SqliteStoreOptions
  readonly CacheRecord: core.CacheRecord
  readonly RecordedBegin: core.RecordedBegin
  readonly RecordedError: core.RecordedError
  readonly RecordedFlight: core.RecordedFlight
  readonly RecordedInput: core.RecordedInput
  readonly RecordedLoss: core.RecordedLoss
  readonly RecordedStep: core.RecordedStep
  readonly RecordingStart: core.RecordingStart
  readonly Explainer: recording.Explainer
  readonly ExplainerOptions: recording.ExplainerOptions
  readonly Replayer: recording.Replayer
  readonly ReplayOptions: recording.ReplayOptions
  readonly Redaction: recording.Redaction
  readonly DifferenceKind: recording.DifferenceKind
  readonly ReplayDifference: recording.ReplayDifference
  readonly ReplayResult: recording.ReplayResult
  readonly ToTestOptions: recording.ToTestOptions
  readonly StoryStep: recording.StoryStep
  readonly TransactionStory: recording.TransactionStory
}

export type Claims = [
  Expect<Equal<AnyInModule<typeof core, OverXState>, never>>,
  Expect<Equal<AnyIn<ReturnType<typeof core.compile>>, never>>,
  Expect<Equal<AnyInModule<typeof recording>, never>>,
  Expect<Equal<AnyInModule<typeof fetch>, never>>,
  Expect<Equal<AnyInModule<typeof node>, never>>,
  Expect<Equal<AnyInModule<typeof redis>, never>>,
  Expect<Equal<AnyInModule<typeof sqlite>, never>>,
  Expect<Equal<AnyInModule<typeof undici>, never>>,
  Expect<Equal<AnyInModule<typeof web>, never>>,
  Expect<Equal<AnyIn<Types>, never>>,
]
