/** What is wrong with the name of something that people create in a workspace, or undefined. */
export function nameFault(name: string): string | undefined {
  return name === '' || /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(name)
    ? undefined
    : 'Lower-case letters, digits and hyphens between them, 63 at most';
}
