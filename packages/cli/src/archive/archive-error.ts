/** An archive is none, was cut off, or was changed. The message says where. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code = 'ERR_ARCHIVE'
}
