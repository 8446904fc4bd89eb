import {kerasZip} from '../keras/zip.ts'
import {skops} from '../skops/index.ts'
import {torchExported} from '../torch/exported.ts'
import {torchZip} from '../torch/zip.ts'
import type {ArchiveDialect} from './archive.ts'
import {modelArchive} from './model-archive.ts'
import {nemo} from './nemo.ts'

/** Every model format that is an archive; the first that knows the members is asked. */
export const dialects: readonly ArchiveDialect[] = [modelArchive, nemo, torchExported, torchZip, kerasZip, skops]
