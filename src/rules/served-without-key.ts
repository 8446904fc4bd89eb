import type {ThreatMeta} from '../inventory/finding.ts'

export const servedWithoutKey: ThreatMeta = {
  id: 'AIB221',
  name: 'served-without-key',
  severity: 'high',
  threat: 'model theft',
  title: 'A model is served to whoever reaches it',
  why: 'A model server that listens on every interface and asks for no key lets anybody on the network use the model, fill its queue, and copy its behavior by asking; some servers also let them load, delete or download models.',
  fix: 'Bind it to 127.0.0.1, publish no port, or put a key in front of it: the server’s own option, or a proxy that asks who is calling.',
  references: [
    'OWASP LLM10:2025',
    'OWASP LLM03:2025',
    'CWE-306',
    'CWE-1327',
    'https://atlas.mitre.org/techniques/AML.T0024.002',
  ],
}
