import type {ThreatMeta} from '../inventory/finding.ts'

export const servedWithoutKey: ThreatMeta = {
  id: 'AIB221',
  name: 'served-without-key',
  severity: 'high',
  threat: 'model theft',
  title: 'A model is served to anybody who can reach it',
  why: 'A model server that listens on every interface and needs no key lets anybody on the network use the model, fill its queue, and copy its behavior by querying it. Some servers also let them load, delete or download models.',
  fix: 'Bind it to 127.0.0.1, publish no port, or require a key: with an option of the server, or with a proxy that authenticates callers.',
  references: [
    'OWASP LLM10:2025',
    'OWASP LLM03:2025',
    'CWE-306',
    'CWE-1327',
    'https://atlas.mitre.org/techniques/AML.T0024.002',
  ],
}
