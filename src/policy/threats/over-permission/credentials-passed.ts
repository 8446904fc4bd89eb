import {isSwitchedOff} from '../../../inventory/actor.ts'
import {isOwnHost} from '../../../lib/http/host-reach.ts'
import {isSecretName, mayBeSecret} from '../../../lib/redact/names.ts'
import {listed} from '../../../lib/text/listed.ts'
import {credentialsPassed as meta} from '../../../rules/credentials-passed.ts'
import {isInProduct, judgeEach} from '../found.ts'
import type {ThreatRule} from '../threat-rule.ts'

/** By the names of variables that an MCP server is handed, where it is asked over http or is not pinned. */
export const credentialsPassed: ThreatRule = {
  meta,
  judge: context =>
    judgeEach(meta, context, ['mcp-server'], server => {
      const {environment = [], pinned, origin, url} = server.facts
      const secrets = environment.filter(name => mayBeSecret(name) && isSecretName(name))
      const isOpen = url !== undefined && isCleartext(url)
      const isMoving = pinned === false && origin !== undefined
      if (secrets.length === 0 || !(isOpen || isMoving)) return undefined
      if (isSwitchedOff(server) || !isInProduct(server)) return undefined
      return `MCP server ${server.name} receives ${listed(secrets)}, ${isOpen ? 'over http' : 'in any version'}`
    }),
}

/** Beyond this machine, which a container reaches by a name of its own. */
function isCleartext(address: string): boolean {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url?.protocol === 'http:' && !isOwnHost(url.hostname) && url.hostname !== 'host.docker.internal'
}
