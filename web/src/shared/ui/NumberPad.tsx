import { IconBackspace } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import classes from './NumberField.module.css';

const DIGITS = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/** Keys of 68 px that a wet glove hits. `corner` is the key left of the zero: a point, or nothing for a PIN. */
export function NumberPad({
  onKey,
  corner,
  disabled,
}: {
  onKey: (key: string) => void;
  corner?: '.';
  disabled?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className={classes.pad} role="group" aria-label={t('ui.pad')}>
      {DIGITS.map((digit) => (
        <button key={digit} type="button" className={classes.key} disabled={disabled} onClick={() => onKey(digit)}>
          {digit}
        </button>
      ))}
      {corner ? (
        <button
          type="button"
          className={classes.key}
          disabled={disabled}
          aria-label={t('ui.point')}
          onClick={() => onKey(corner)}
        >
          {corner}
        </button>
      ) : (
        <span />
      )}
      <button type="button" className={classes.key} disabled={disabled} onClick={() => onKey('0')}>
        0
      </button>
      <button
        type="button"
        className={classes.key}
        disabled={disabled}
        aria-label={t('ui.erase')}
        onClick={() => onKey('Backspace')}
      >
        <IconBackspace size={30} aria-hidden />
      </button>
    </div>
  );
}
