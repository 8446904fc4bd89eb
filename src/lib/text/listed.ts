/** Values of a list that are shown; the JSON result has them all. */
const valuesShown = 5

/** The first of several values as one text, and how many there are beside them. */
export function listed(values: readonly string[], most = valuesShown): string {
  const rest = values.length - most
  return rest > 0 ? `${values.slice(0, most).join(', ')} and ${rest} more` : values.join(', ')
}
