import {factsOf} from '../../detectors/mcp/configured.ts'
import type {AssetOf} from '../../inventory/asset.ts'

/** A server that code starts: what its command line tells of it, as of one that a client's settings start. */
export function completeServer(server: AssetOf<'mcp-server'>): AssetOf<'mcp-server'> {
  const {role, command, url, args = [], reach} = server.facts
  if (role !== 'configured' || reach !== undefined || (command === undefined && url === undefined)) return server
  const told = factsOf({...(command !== undefined && {command}), ...(url !== undefined && {url}), args: [...args]})
  return {...server, facts: {...told, ...server.facts}}
}
