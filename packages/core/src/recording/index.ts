export type {
  CacheRecord,
  RecordedBegin,
  RecordedError,
  RecordedFlight,
  RecordedInput,
  RecordedLoss,
  RecordedStep,
  RecordingStart,
} from '../engine/record.ts'
export { createExplainer } from './create-explainer.ts'
export type { Explainer, ExplainerOptions } from './create-explainer.ts'
export { createReplayer } from './create-replayer.ts'
export type { Replayer, ReplayOptions } from './create-replayer.ts'
export { explainTransaction } from './explain-transaction.ts'
export { parseRecord } from './parse-record.ts'
export { RecordingError } from './recording-error.ts'
export { recordingLimits } from './recording-limits.ts'
export { redactRecord } from './redact-record.ts'
export type { Redaction } from './redact-record.ts'
export { replay } from './replay.ts'
export type { DifferenceKind, ReplayDifference, ReplayResult } from './replay-result.ts'
export { toTest } from './to-test.ts'
export type { ToTestOptions } from './to-test.ts'
export type { StoryStep, TransactionStory } from './transaction-story.ts'
