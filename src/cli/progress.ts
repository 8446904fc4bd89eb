import type {Progress} from '../pipeline/progress.ts'
import {formatBytes, formatCount} from './amounts.ts'

/** At most ten lines a second. */
const drawIntervalMs = 100

interface ProgressLine extends Progress {
  /** Takes the line away again. */
  clear(): void
}

/** One line on stderr that is drawn over: files walked, bytes hashed, rate. For terminals only. */
export function progressLine(stderr: {write(text: string): unknown}, nowMs: () => number): ProgressLine {
  const startMs = nowMs()
  let drawnMs = startMs
  let files = 0
  let bytes = 0
  let sweep = ''
  let visible = false

  function draw(): void {
    const now = nowMs()
    if (now - drawnMs < drawIntervalMs) return
    drawnMs = now
    const seconds = (now - startMs) / 1000
    const hashing = bytes === 0 ? '' : ` · ${formatBytes(bytes)} hashed · ${formatBytes(bytes / seconds)}/s`
    stderr.write(`\r\u001b[K${sweep === '' ? `${formatCount(files)} files walked${hashing}` : sweep}`)
    visible = true
  }

  return {
    walked(count) {
      files = count
      draw()
    },
    hashed(count) {
      bytes = count
      draw()
    },
    swept(sources, of) {
      sweep = `${formatCount(sources)} of ${formatCount(of)} sources`
      draw()
    },
    clear() {
      if (visible) stderr.write('\r\u001b[K')
      visible = false
    },
  }
}
