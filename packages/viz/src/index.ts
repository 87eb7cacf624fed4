export { cachePathOf } from './cache-path-of.ts'
export type {
  Diagram,
  DiagramEdge,
  DiagramInvoke,
  DiagramPath,
  DiagramState,
  DiagramStateKind,
  DiagramTrigger,
} from './diagram.ts'
export { toDot } from './dot/to-dot.ts'
export { foldEdges } from './fold-edges.ts'
export type { Arrow } from './fold-edges.ts'
export { toJson } from './json/to-json.ts'
export { labelOf } from './label-of.ts'
export type { LabelOptions } from './label-of.ts'
export { isMachine } from './read/is-machine.ts'
export { toDiagram } from './to-diagram.ts'
export type { ToDiagramOptions } from './to-diagram.ts'
export { toMermaid } from './mermaid/to-mermaid.ts'
export { UnsupportedMachineError } from './unsupported-machine-error.ts'
export type { Overlay, OverlayMark, OverlayTone, ShowOptions } from './overlay.ts'
export { compareMachines, differencesOf } from './overlays/compare-machines.ts'
export type { MachineComparison } from './overlays/compare-machines.ts'
export { coverageOverlay } from './overlays/coverage-overlay.ts'
export type { CountedStep, CoverageLevel } from './overlays/coverage-overlay.ts'
export type { TakenStep } from './overlays/diagram-map.ts'
export { flightOverlay } from './overlays/flight-overlay.ts'
export type { WantedFlight } from './overlays/flight-overlay.ts'
export type { DifferentMember, MachineDifference, MemberChange } from './overlays/machine-difference.ts'
export { occupancyOverlay } from './overlays/occupancy-overlay.ts'
export type { Occupant } from './overlays/occupancy-overlay.ts'
export { OverlayError } from './overlays/overlay-error.ts'
export type { OverlayErrorCode } from './overlays/overlay-error.ts'
export { pathOverlay } from './overlays/path-overlay.ts'
export { traceOverlay } from './overlays/trace-overlay.ts'
export { transactionOverlay } from './overlays/transaction-overlay.ts'
export type { WantedTransaction } from './overlays/transaction-overlay.ts'
export type { WalkedPath, WalkedStep } from './overlays/walked-path.ts'
export type { Theme } from './svg/palette.ts'
export { PictureError } from './svg/picture-error.ts'
export type { PictureFailure } from './svg/picture-error.ts'
export type { PictureLimits } from './svg/picture-limits.ts'
export { svgToPng } from './svg/svg-to-png.ts'
export type { PngOptions } from './svg/svg-to-png.ts'
export { toPng } from './svg/to-png.ts'
export { toSvg } from './svg/to-svg.ts'
export type { SvgOptions } from './svg/to-svg.ts'
export { toText } from './text/to-text.ts'
export type { TextOptions } from './text/to-text.ts'
export { createTimeline } from './timeline/create-timeline.ts'
export type { TimelineBuilder, TimelineOptions } from './timeline/create-timeline.ts'
export type {
  Timeline,
  TimelineFlight,
  TimelineFlightSpan,
  TimelineFlightStep,
  TimelineLeftOut,
  TimelineMoments,
  TimelineRole,
  TimelineSpan,
  TimelineStep,
  TimelineTransaction,
  WaitsFor,
} from './timeline/timeline.ts'
export type { TimelineFilter } from './timeline/timeline-filter.ts'
export type { RowOptions } from './timeline/timeline-rows.ts'
export { toSequence } from './timeline/to-sequence.ts'
export type { SequenceOptions } from './timeline/to-sequence.ts'
export { toTimelineText } from './timeline/to-timeline-text.ts'
export type { TimelineTextOptions } from './timeline/to-timeline-text.ts'
export { toWaterfall } from './timeline/to-waterfall.ts'
export type { WaterfallOptions } from './timeline/to-waterfall.ts'
