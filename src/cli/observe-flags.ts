import {AibomError} from '../lib/errors.ts'

/**
 * The address that --listen means.
 * @param text `127.0.0.1:4318`, `localhost:4318`, `[::1]:4318`
 * @throws {AibomError} `AIBOM_USAGE`
 */
export function parseAddress(text: string): {readonly host: string; readonly port: number} {
  const colon = text.lastIndexOf(':')
  const [host, port] = [text.slice(0, colon), text.slice(colon + 1)]
  const isHost = host.startsWith('[') ? /^\[[\da-f:.]+\]$/i.test(host) : /^[\w.-]+$/.test(host)
  if (colon > 0 && isHost && /^\d{1,5}$/.test(port) && Number(port) <= 65_535) return {host, port: Number(port)}
  throw new AibomError('AIBOM_USAGE', `--listen ${text} is not HOST:PORT`, {
    hint: 'For example --listen 127.0.0.1:4318',
  })
}
