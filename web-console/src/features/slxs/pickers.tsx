import { Autocomplete, type AutocompleteProps } from '@mantine/core';
import { useMemo } from 'react';
import { useSlxs } from '../../api/slxs';
import { useWorkspace } from '../../app/workspace';
import { tagsOf, tagText } from './slx';

export interface PickerProps
  extends Pick<AutocompleteProps, 'label' | 'description' | 'placeholder' | 'error'> {
  value: string;
  onChange: (value: string) => void;
}

/** Suggests what there is and takes anything: a list may be cut short, and things may come later. */
export function Picker({ known, ...rest }: PickerProps & { known: string[] }) {
  const data = useMemo(() => [...new Set(known)].sort(), [known]);
  return <Autocomplete data={data} limit={25} {...rest} />;
}

export function SlxPicker(props: PickerProps) {
  const slxs = useSlxs(useWorkspace()).data?.results;
  const known = useMemo(() => slxs?.map((slx) => slx.shortName) ?? [], [slxs]);
  return <Picker label="SLX" placeholder="Any" known={known} {...props} />;
}

export function TagPicker(props: PickerProps) {
  const slxs = useSlxs(useWorkspace()).data?.results;
  const known = useMemo(() => slxs?.flatMap((slx) => tagsOf(slx).map(tagText)) ?? [], [slxs]);
  return <Picker label="Tag" placeholder="name=value, or name" known={known} {...props} />;
}
