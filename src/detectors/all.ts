import {boms} from './boms/index.ts'
import type {Detector} from './detector.ts'

/** Every detector; the pipeline asks them in this order. */
export const all: readonly Detector[] = [boms]
