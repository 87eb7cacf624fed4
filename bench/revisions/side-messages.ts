import type { BytesSample } from '../bytes-comparison.ts'
import type { Sample } from '../comparison.ts'

/** What a process that runs a contender of one tree is told. */
export type SideOrder =
  { readonly type: 'warm up' | 'measure'; readonly millis: number } | { readonly type: 'weigh' | 'end' }

/** What it answers, unless it fails. */
export type SideAnswer = 'done' | Sample | BytesSample
