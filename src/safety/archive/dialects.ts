import {kerasZip} from '../keras/zip.ts'
import {skops} from '../skops/index.ts'
import {torchZip} from '../torch/zip.ts'
import type {ArchiveDialect} from './archive.ts'

/** Every model format that is an archive; the first that knows the members is asked. */
export const dialects: readonly ArchiveDialect[] = [torchZip, kerasZip, skops]
