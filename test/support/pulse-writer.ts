import {parentPort, workerData} from 'node:worker_threads'
import {Pulse} from '../../src/pipeline/worker/pulse.ts'

/** Writes a short and a long label in turn until it is told to stop, as a thread that goes from file to file. */
const pulse = new Pulse(workerData)
const labels = [['file:b'], [`file:${'a'.repeat(20_000)}`]]
let isStopped = false
parentPort?.once('message', () => {
  isStopped = true
})
while (!isStopped) {
  for (let turn = 0; turn < 2000; turn++) pulse.show(labels[turn % 2] ?? [])
  await new Promise(setImmediate)
}
