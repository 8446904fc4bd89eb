import {workerData} from 'node:worker_threads'
import {Pulse} from '../../src/pipeline/worker/pulse.ts'

/** Writes a long and a short label in turn, as a thread that goes from file to file. */
const pulse = new Pulse(workerData)
const labels = [[`file:${'a'.repeat(20_000)}`], ['file:b']]
for (let turn = 0; turn < 40_000; turn++) pulse.show(labels[turn % 2] ?? [])
