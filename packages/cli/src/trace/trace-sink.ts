/** Where lines go. Only one of these is under way at a time. */
export interface TraceSink {
  /** How many bytes may be appended before the next file has to begin. */
  readonly room: number
  /** How many bytes one file may have. */
  readonly maxBytes: number
  /** Begins the next file with this line. When it rejects, the file before it is still the one that is written to. */
  rotate(head: Uint8Array): Promise<void>
  /** Appends whole lines. When it rejects, none of them is there, as far as anyone can tell. */
  append(lines: Uint8Array): Promise<void>
  close(): Promise<void>
}
