import {detectWeights} from '../../formats/detect-format.ts'
import type {Detector} from '../detector.ts'
import {assembleModels} from './assemble.ts'
import {isFolderFile, readFolderFile} from './folder-file.ts'
import {claimByName} from './names.ts'
import type {Note} from './note.ts'
import {readWeightsFile} from './weights-file.ts'

/** Weight files, and the models that folders of them are. Their digests are computed by a later step. */
export const weights: Detector<Note> = {
  id: 'weights',
  version: 1,
  finds: ['weights', 'model', 'dataset'],
  wantsInstalled: true,
  wantsIgnored: true,
  required(file, head) {
    if (head === undefined) return claimByName(file.path) !== undefined || isFolderFile(file.path)
    return detectWeights(head) !== undefined
  },
  extract: (file, context) =>
    isFolderFile(file.path)
      ? readFolderFile(file, context.scopeOf(file.path))
      : readWeightsFile(file, context.scopeOf(file.path)),
  assemble: assembleModels,
}
