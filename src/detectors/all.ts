import type {Detector} from './detector.ts'

/** Every detector; the pipeline asks them in this order. */
export const detectors: readonly Detector[] = []
