import { GCProfiler, getHeapStatistics } from 'node:v8'

/**
 * Counts the bytes that this process takes from V8's heap, those included that are free again: what the heap grew by
 * between one collection and the next, added up. Buffers lie outside of the heap and do not count.
 */
export class AllocationCounter {
  #profiler = new GCProfiler()
  #used = 0
  #total = 0

  constructor() {
    this.#begin()
  }

  /** Bytes since the start. */
  total(): number {
    let used = getHeapStatistics().used_heap_size
    const { statistics } = this.#profiler.stop()
    for (const { beforeGC, afterGC } of statistics.toReversed()) {
      this.#total += used - afterGC.heapStatistics.usedHeapSize
      used = beforeGC.heapStatistics.usedHeapSize
    }
    this.#total += used - this.#used
    this.#profiler = new GCProfiler()
    this.#begin()
    return this.#total
  }

  #begin(): void {
    this.#profiler.start()
    this.#used = getHeapStatistics().used_heap_size
  }
}
