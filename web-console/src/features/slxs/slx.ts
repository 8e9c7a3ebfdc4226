import type { Slx, TagCondition } from '../../api/types';

/** A text of the document's spec, which is free in form. */
export function specText(spec: Record<string, unknown>, key: string): string | undefined {
  const value = spec[key];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

export function specNumber(spec: Record<string, unknown> | undefined, key: string): number | undefined {
  const value = spec?.[key];
  return typeof value === 'number' ? value : undefined;
}

export function aliasOf(slx: Slx): string {
  return specText(slx.spec, 'alias') ?? slx.shortName;
}

export function tagsOf(slx: Slx): { name: string; value: string }[] {
  const tags = slx.spec.tags;
  if (!Array.isArray(tags)) {
    return [];
  }
  return tags.flatMap((tag: unknown) =>
    typeof tag === 'object' && tag !== null && 'name' in tag && 'value' in tag
      ? [{ name: String(tag.name), value: String(tag.value) }]
      : [],
  );
}

/** `1`, `0.62`, `13.2` with no more digits than help. */
export function number(value: number): string {
  return Number(value.toPrecision(4)).toLocaleString(undefined, { maximumFractionDigits: 4 });
}

/** `name=value`, or `name` alone for any value, as a condition; undefined for nothing. */
export function tagCondition(text: string): TagCondition | undefined {
  const [, name = '', value] = /^([^=]*)(?:=(.*))?$/s.exec(text.trim()) ?? [];
  if (name.trim() === '') {
    return undefined;
  }
  return value === undefined ? { name: name.trim() } : { name: name.trim(), value: value.trim() };
}

/** What is wrong with a tag as it was typed in, or undefined. Nothing typed in is no fault. */
export function tagFault(text: string): string | undefined {
  return text.trim() === '' || tagCondition(text) !== undefined
    ? undefined
    : 'Expected name=value, or name for any value';
}

export function tagText({ name, value }: TagCondition): string {
  return value === undefined ? name : `${name}=${value}`;
}

export function hasTag(slx: Slx, { name, value }: TagCondition): boolean {
  return tagsOf(slx).some((tag) => tag.name === name && (value === undefined || tag.value === value));
}
