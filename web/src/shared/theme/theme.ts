import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';

const copper: MantineColorsTuple = [
  '#fdf3ea',
  '#fae3cf',
  '#f5cba5',
  '#f0b27f',
  '#e0935a',
  '#c97536',
  '#b25c20',
  '#9a4a12',
  '#7e3b0d',
  '#5f2c09',
];
const agave: MantineColorsTuple = [
  '#eaf6f2',
  '#cdebe2',
  '#a6ddcd',
  '#7ccdb6',
  '#51b297',
  '#35957b',
  '#287f68',
  '#1f6b57',
  '#175444',
  '#0f3c31',
];
const red: MantineColorsTuple = [
  '#fdeeec',
  '#fbd6d2',
  '#ffb8b0',
  '#ff9a8f',
  '#ec6e62',
  '#d64a3e',
  '#bf332a',
  '#a8201a',
  '#871712',
  '#650f0b',
];
const amber: MantineColorsTuple = [
  '#fff7e0',
  '#ffedbd',
  '#ffe093',
  '#ffd166',
  '#e5b03a',
  '#c38e1a',
  '#a5720a',
  '#8a5a00',
  '#6b4600',
  '#4d3200',
];
const blue: MantineColorsTuple = [
  '#eaf3fa',
  '#d0e5f5',
  '#aed5f4',
  '#8cc7f2',
  '#5ba5da',
  '#3a86be',
  '#2871a8',
  '#1b5e91',
  '#144a73',
  '#0d3452',
];
/** Mantine's `gray` and `dark` carry surfaces and lines: sand by day, night by night. */
const sand: MantineColorsTuple = [
  '#fbf7f0',
  '#f3ebdd',
  '#e8dcc8',
  '#dacbb1',
  '#c3b194',
  '#8d8069',
  '#5c554b',
  '#46403a',
  '#2f2b27',
  '#1c1a17',
];
const night: MantineColorsTuple = [
  '#f3ebdd',
  '#d9d0c2',
  '#b9b1a4',
  '#8d8a85',
  '#4a515c',
  '#353b45',
  '#23272e',
  '#14161a',
  '#0f1114',
  '#0a0b0d',
];

const FAMILY = "'Source Sans 3 Variable', 'Source Sans 3', system-ui, sans-serif";

export const theme = createTheme({
  colors: { copper, agave, red, amber, blue, gray: sand, dark: night },
  primaryColor: 'copper',
  primaryShade: { light: 7, dark: 3 },
  autoContrast: true,
  // Mantine chooses white or black by the light scheme's shade; by night our fills are pale and want ink.
  variantColorResolver: (input) => {
    const colours = defaultVariantColorsResolver(input);
    return input.variant === 'filled' ? { ...colours, color: 'var(--on-action)' } : colours;
  },
  fontFamily: FAMILY,
  headings: { fontFamily: FAMILY, fontWeight: '650' },
  defaultRadius: 6,
  black: '#1c1a17',
  white: '#fffdf9',
  respectReducedMotion: true,
  focusRing: 'auto',
  components: {
    Button: { defaultProps: { variant: 'filled' } },
    // Named, or Mantine writes white on it whatever the theme.
    Chip: { defaultProps: { variant: 'filled' } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 120 } } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 250, transitionProps: { duration: 100 } } },
  },
});

const NAMED = ['copper', 'agave', 'red', 'amber', 'blue'] as const;

function perColour(shade: 7 | 3): Record<string, string> {
  return Object.fromEntries(
    NAMED.flatMap((name) => [
      [`--mantine-color-${name}-text`, `var(--mantine-color-${name}-${shade})`],
      [`--mantine-color-${name}-light-color`, `var(--mantine-color-${name}-${shade})`],
      [`--mantine-color-${name}-outline`, `var(--mantine-color-${name}-${shade})`],
    ]),
  );
}

/** Points Mantine's own variables at the house tokens, so that no component keeps a default that fails contrast. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-primary-color-contrast': 'var(--on-action)',
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-placeholder': '#6f675b',
    '--mantine-color-error': 'var(--act-now)',
    '--mantine-color-anchor': 'var(--action)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--panel)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled-color': '#6f675b',
    ...perColour(7),
  },
  dark: {
    '--mantine-primary-color-contrast': 'var(--on-action)',
    '--mantine-color-body': 'var(--ground)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--quiet)',
    '--mantine-color-placeholder': '#a39b8e',
    '--mantine-color-error': 'var(--act-now)',
    '--mantine-color-anchor': 'var(--action)',
    '--mantine-color-default': 'var(--raised)',
    '--mantine-color-default-hover': 'var(--panel)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-disabled-color': '#a39b8e',
    ...perColour(3),
  },
});
