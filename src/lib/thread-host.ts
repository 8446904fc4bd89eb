/** What a thread tells the one that watches over it. */
export interface ThreadHost {
  /** Work goes on; for long loops that give nobody else a turn. */
  beat(): void
  /** A file or folder that must be removed when the thread ends before it has done so itself. */
  hold(absolutePath: string): void
  /** The file or folder is gone, or has become a result. */
  release(absolutePath: string): void
}

let host: ThreadHost = {beat: () => undefined, hold: () => undefined, release: () => undefined}

/** Called once by a worker thread; a thread that nobody watches tells nobody. */
export function setThreadHost(watcher: ThreadHost): void {
  host = watcher
}

/** @returns the host of this thread */
export function threadHost(): ThreadHost {
  return host
}
