/** What is wrong with the name of something that people create in a workspace, or undefined. */
export function nameFault(name: string): string | undefined {
  return name === '' || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
    ? undefined
    : 'Lower-case letters, digits and hyphens between them, 63 at most';
}

/** What is wrong with a name for something new, where saving it would replace what has the name; or undefined. */
export function takenFault(name: string, taken: string[]): string | undefined {
  return taken.includes(name) ? `${name} exists already: change it instead` : undefined;
}
