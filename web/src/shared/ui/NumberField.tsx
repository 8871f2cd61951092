import { ActionIcon, Button, Drawer, TextInput, type TextInputProps } from '@mantine/core';
import { IconGridDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { parseDecimal } from '../format/decimal';
import { useTouch } from '../theme/density';
import classes from './NumberField.module.css';
import { NumberPad } from './NumberPad';

interface Props extends Omit<TextInputProps, 'value' | 'onChange' | 'rightSection'> {
  value?: string;
  onChange?: (value: string) => void;
  unit: string;
  /** What stands beside the figure on the pad: the last value, the usual band. */
  hint?: string;
}

/** A figure with its unit. The value stays the text that was typed until it is a number; then it is a wire decimal.
 *
 * On a touch screen a pad button opens big keys; the field itself keeps the device's own keyboard.
 */
export function NumberField({ value = '', onChange, unit, hint, label, onBlur, ...rest }: Props) {
  const { t } = useTranslation();
  const touch = useTouch();
  const [pad, setPad] = useState(false);
  const [typed, setTyped] = useState('');
  const name = typeof label === 'string' ? label : (rest['aria-label'] ?? '');

  function key(pressed: string) {
    setTyped((before) => {
      if (pressed === 'Backspace') return before.slice(0, -1);
      return pressed === '.' && before.includes('.') ? before : before + pressed;
    });
  }

  return (
    <>
      <TextInput
        {...rest}
        label={label}
        className={classes.field}
        inputMode="decimal"
        autoComplete="off"
        value={value}
        onChange={(event) => onChange?.(event.currentTarget.value)}
        onBlur={(event) => {
          const parsed = parseDecimal(event.currentTarget.value);
          if (parsed !== null && parsed !== value) onChange?.(parsed);
          onBlur?.(event);
        }}
        // A width in figures, also under a finger: the input keeps as much free for it, or the pad lies over the number.
        rightSectionWidth={
          touch ? `calc(var(--target) + ${unit.length * 12 + 16}px)` : Math.max(44, unit.length * 9 + 20)
        }
        rightSectionPointerEvents={touch ? 'all' : 'none'}
        rightSection={
          <>
            <span className={classes.unit}>{unit}</span>
            {touch && (
              <ActionIcon
                variant="subtle"
                aria-label={t('ui.padFor', { name })}
                onClick={() => {
                  setTyped(value);
                  setPad(true);
                }}
              >
                <IconGridDots size={22} aria-hidden />
              </ActionIcon>
            )}
          </>
        }
      />
      <Drawer
        opened={pad}
        onClose={() => setPad(false)}
        position="bottom"
        size="auto"
        title={name}
        closeButtonProps={{ 'aria-label': t('ui.close') }}
      >
        <div className={classes.shown} aria-live="polite">
          {typed || '0'}
          <small>{unit}</small>
        </div>
        {hint && <p className={classes.hint}>{hint}</p>}
        <NumberPad onKey={key} corner="." />
        <Button
          fullWidth
          mt="md"
          maw={420}
          mx="auto"
          display="block"
          onClick={() => {
            onChange?.(parseDecimal(typed) ?? '');
            setPad(false);
          }}
        >
          {t('ui.accept')}
        </Button>
      </Drawer>
    </>
  );
}
