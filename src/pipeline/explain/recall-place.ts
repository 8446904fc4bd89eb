import {kindOfPath} from '../../lib/fs/read-file.ts'
import {recallSource} from '../../lib/fs/source-memory.ts'
import {realOutputPath} from '../../lib/fs/write-file.ts'
import type {RunContext} from '../run-context.ts'

/**
 * Where the source of a BOM lay when it was written, if it is still there.
 * @param bomPath absolute
 */
export function recallPlace(
  bomPath: string,
  serialNumber: string | undefined,
  {cacheFolder}: Pick<RunContext, 'cacheFolder'>,
): string | undefined {
  if (cacheFolder === undefined || serialNumber === undefined) return undefined
  const place = recallSource(cacheFolder, realOutputPath(bomPath), serialNumber)
  return place !== undefined && kindOfPath(place) !== undefined ? place : undefined
}
