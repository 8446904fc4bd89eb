import type {FormatReader} from './reader.ts'
import {safetensors} from './safetensors.ts'

/** Every reader, the surest first: the order decides which of several that match names the format. */
export const readers: readonly FormatReader[] = [safetensors]
