export type { OriginCall, Reply } from '../../../packages/adapters/src/testing/origin/origin-call.ts'
