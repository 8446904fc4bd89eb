import {config} from '../../detectors/config/index.ts'
import {containers} from '../../detectors/containers/index.ts'
import {datacards} from '../../detectors/datacards/index.ts'
import type {Detector} from '../../detectors/detector.ts'
import {mlops} from '../../detectors/mlops/index.ts'
import {python} from '../../detectors/python/index.ts'
import {weights} from '../../detectors/weights/index.ts'

/**
 * In a model's repository JSON is vocabularies, tensors' indexes and what `weights` reads; settings of training are
 * YAML.
 */
const yamlConfig: Detector = {
  ...config,
  required: (file, head) => !file.path.endsWith('.json') && config.required(file, head),
}

/**
 * What is asked of a published model or data set, where each file read costs a request: its cards, headers and
 * configurations. Of the code that it brings its configuration tells that it is there (`auto_map`); scripts that once
 * trained it are no part of what is used.
 */
export const publishedDetectors: readonly Detector[] = [yamlConfig, containers, datacards, mlops, weights]
/** The same for what is only referred to: what it is, not what it brings. */
export const referenceDetectors: readonly Detector[] = [datacards, weights]
/** A model of MLflow says what it is in its MLmodel, and what it needs in its requirements. */
export const mlflowDetectors: readonly Detector[] = [...referenceDetectors, mlops, python]
