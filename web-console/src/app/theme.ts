import {
  type CSSVariablesResolver,
  createTheme,
  type MantineColorsTuple,
  Modal,
  Paper,
  Tooltip,
} from '@mantine/core';

const brand: MantineColorsTuple = [
  '#ecfbf8',
  '#cdf3ec',
  '#9ce6da',
  '#63d3c4',
  '#34bcac',
  '#16a394',
  '#0d8a7e',
  '#0f746b',
  '#125c56',
  '#124c48',
];

const dark: MantineColorsTuple = [
  '#e4e8ee',
  '#b9c1cc',
  '#96a0ad',
  '#667080',
  '#39424f',
  '#2a323d',
  '#1d242d',
  '#141a22',
  '#0e1319',
  '#090d12',
];

export const theme = createTheme({
  primaryColor: 'brand',
  primaryShade: { light: 7, dark: 7 },
  colors: { brand, dark },
  fontFamily: "'Inter Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSizes: { xs: '0.75rem', sm: '0.8438rem', md: '0.9375rem' },
  headings: {
    fontWeight: '650',
    sizes: { h1: { fontSize: '1.375rem' }, h2: { fontSize: '1rem' }, h3: { fontSize: '0.875rem' } },
  },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Paper: Paper.extend({ defaultProps: { withBorder: true } }),
    Tooltip: Tooltip.extend({
      defaultProps: { withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: true } },
    }),
    Modal: Modal.extend({
      defaultProps: {
        centered: true,
        closeButtonProps: { 'aria-label': 'Close' },
        // Its header element would count as a second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
      styles: { title: { fontWeight: 650 } },
    }),
  },
});

/** Dimmed text and links of the library's own palette are too pale to read in the light theme. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f7f8fa',
    '--mantine-color-dimmed': '#56606d',
    '--mantine-color-placeholder': '#667080',
    '--mantine-color-anchor': 'var(--mantine-color-brand-7)',
    '--mantine-color-error': '#b42318',
    '--surface': '#ffffff',
    '--surface-hover': '#f1f4f6',
    '--line': '#dfe3e8',
    '--selected': '#e3f3f0',
  },
  dark: {
    '--mantine-color-body': '#0e1319',
    '--mantine-color-dimmed': 'var(--mantine-color-dark-2)',
    '--mantine-color-placeholder': '#808b99',
    '--mantine-color-anchor': 'var(--mantine-color-brand-3)',
    '--mantine-color-error': '#ff8f85',
    '--surface': '#141a22',
    '--surface-hover': '#1b222c',
    '--line': '#2a323d',
    '--selected': '#12302f',
  },
});
