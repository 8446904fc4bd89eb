import {AibomError} from '../../lib/errors.ts'
import type {Intake} from '../../observe/intake/intake.ts'
import {LineSplitter} from '../../observe/intake/lines.ts'
import {type FileMark, markFor, markOf, readTraceFile, sizeOf, type TraceFile} from '../../sources/trace-files.ts'

/** What reading came to, besides what was folded. */
export interface Reading {
  files: number
  bytes: number
  skippedBytes: number
  tooLong: number
  readonly notRead: string[]
  readonly marks: FileMark[]
}

/** Documents of many lines, and requests in binary form, are held whole. */
const documentLimit = 256 * 1024 * 1024
type Form = 'lines' | 'document' | 'protobuf'

/**
 * Reads files one after the other, each from where an earlier run ended. One that cannot be read is named, and the rest
 * goes on.
 */
export async function readTraces(
  files: readonly TraceFile[],
  intake: Intake,
  marks: readonly FileMark[],
): Promise<Reading> {
  const reading: Reading = {files: 0, bytes: 0, skippedBytes: 0, tooLong: 0, notRead: [], marks: []}
  for (const file of files) {
    try {
      await readFile(file, intake, marks, reading)
    } catch (error) {
      if (!(error instanceof AibomError)) throw error
      reading.notRead.push(error.message)
    }
  }
  const read = new Set(reading.marks.map(({path}) => path))
  reading.marks.push(...marks.filter(({path}) => !read.has(path)))
  return reading
}

async function readFile(file: TraceFile, intake: Intake, marks: readonly FileMark[], reading: Reading): Promise<void> {
  const known = file.form === 'stdin' ? undefined : markFor(file, marks)
  const from = known?.offset ?? 0
  const size = file.form === 'stdin' ? 0 : sizeOf(file)
  reading.files += 1
  reading.skippedBytes += from
  if (known?.whole === true) {
    reading.marks.push({...known, path: file.path})
    return
  }
  const pieces = readTraceFile(file, from)
  const first = await pieces.next()
  if (first.done === true) {
    if (known !== undefined) reading.marks.push({...known, path: file.path})
    return
  }
  const form = from > 0 ? 'lines' : formOf(first.value)
  const rest = counted(first.value, pieces, reading)
  const end =
    form === 'lines' ? await readLines(rest, intake, reading, from) : await readWhole(rest, form, intake, reading)
  if (file.form === 'stdin' || (end !== undefined && end === 0)) return
  const isWhole = end === undefined || file.form === 'gzip'
  reading.marks.push(markOf(file, isWhole ? size : end, isWhole))
}

async function* counted(first: Buffer, rest: AsyncIterable<Buffer>, reading: Reading): AsyncGenerator<Buffer> {
  reading.bytes += first.length
  yield first
  for await (const piece of rest) {
    reading.bytes += piece.length
    yield piece
  }
}

/** A first line that is no JSON by itself begins a document of many lines. */
function formOf(head: Buffer): Form {
  let at = head.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ? 3 : 0
  while (at < head.length && (head[at] ?? 0) <= 0x20 && head[at] !== 0x0a) at++
  if (head[at] === 0x0a)
    return ['[', '{'].includes(head.subarray(0, 64).toString('latin1').trim().charAt(0)) ? 'document' : binaryForm(head)
  if (head[at] !== 0x7b && head[at] !== 0x5b) return 'lines'
  const end = head.indexOf(0x0a, at)
  if (end === -1) return 'lines'
  try {
    JSON.parse(head.toString('utf8', at, end))
    return 'lines'
  } catch {
    return isOpenEnded(head.toString('latin1', at, Math.min(end, at + 200))) ? 'document' : 'lines'
  }
}

/** 0x0a is a line break, and the tag of the first field of an export request. */
function binaryForm(head: Buffer): Form {
  return head.subarray(0, 64).some(byte => byte < 0x09 || (byte > 0x0d && byte < 0x20) || byte > 0x7e)
    ? 'protobuf'
    : 'lines'
}

/** A line of a printed document ends within a value; one of a log that was cut ends anywhere. */
function isOpenEnded(line: string): boolean {
  return /[[{,:]\s*$/.test(line)
}

/** @returns the offset behind the last whole line, or behind a rest that is JSON */
async function readLines(
  pieces: AsyncIterable<Buffer> | Iterable<Buffer>,
  intake: Intake,
  reading: Reading,
  from: number,
): Promise<number> {
  const splitter = new LineSplitter()
  for await (const piece of pieces) for (const line of splitter.push(piece)) intake.json(line)
  const rest = splitter.rest()
  reading.tooLong += splitter.tooLong
  const end = from + splitter.consumed
  return rest !== undefined && intake.json(rest) ? end + rest.length : end
}

/** A file that is one document; where it is none its lines are read. */
async function readWhole(
  pieces: AsyncIterable<Buffer>,
  form: Form,
  intake: Intake,
  reading: Reading,
): Promise<undefined> {
  const kept: Buffer[] = []
  let length = 0
  for await (const piece of pieces) {
    length += piece.length
    if (length > documentLimit)
      throw new AibomError(
        'AIBOM_TRACES_TOO_LARGE',
        `a document of more than ${documentLimit} bytes is not read; one export request on each line is`,
        {exit: 3},
      )
    kept.push(Buffer.from(piece))
  }
  const bytes = Buffer.concat(kept)
  if (form === 'protobuf') intake.protobuf(bytes)
  else if (!intake.document(bytes)) await readLines([bytes], intake, reading, 0)
  return undefined
}
