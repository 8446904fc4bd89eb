const nothingPattern =
  /^(?:not\b|anonymi[sz]ed\b|synthetic\b)|\b(?:no|none|nothing|without|free (?:of|from)|does not|do not|not (?:contain|hold|includ)\w{0,5}|removed|redacted|stripped)\b/i

/** Whether a text that names sensitive data says that there is none of it: `contains no personal data`. */
export function deniesData(text: string): boolean {
  return nothingPattern.test(text)
}
