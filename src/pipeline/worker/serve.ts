import {parentPort, workerData} from 'node:worker_threads'
import {setThreadHost} from '../../lib/thread-host.ts'
import {type FromWorker, sendError, type TaskLoader, type TaskTable, type ToWorker} from './messages.ts'
import {Pulse} from './pulse.ts'

/** A thread that waits for the network or for other threads is not stuck: its timers run. */
const beatEveryMs = 100

/** Turns this thread into a worker that does the tasks of a table, one at a time. */
export function serveTasks<Tasks extends TaskTable>(
  loaders: {readonly [Name in keyof Tasks]: TaskLoader<Tasks[Name]>},
): void {
  const port = parentPort
  if (port === null) throw new Error('only a worker thread serves tasks')
  const pulse = new Pulse(workerData)
  const post = (message: FromWorker): void => port.postMessage(message)
  setThreadHost({
    beat: () => pulse.beat(),
    hold: path => post({kind: 'hold', path}),
    release: path => post({kind: 'release', path}),
  })
  setInterval(() => pulse.beat(), beatEveryMs).unref()
  let abort = new AbortController()

  async function perform(name: string, input: unknown): Promise<void> {
    const {signal} = abort
    try {
      const load = loaders[name]
      if (load === undefined) throw new Error(`no worker does ${name}`)
      const work = await load()
      const output = await work(input, {
        signal,
        report: report => post({kind: 'report', report}),
        show: keys => pulse.show(keys),
      })
      post({kind: 'done', output})
    } catch (error) {
      post({kind: 'failed', error: sendError(error)})
    } finally {
      pulse.show([])
    }
  }

  port.on('message', (message: ToWorker) => {
    if (message.kind === 'abort') {
      abort.abort(new DOMException('interrupted', 'AbortError'))
      return
    }
    abort = new AbortController()
    void perform(message.name, message.input)
  })
}
