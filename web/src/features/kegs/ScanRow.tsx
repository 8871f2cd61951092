import { ActionIcon, TextInput } from '@mantine/core';
import { IconCircleCheck, IconCircleX, IconHelpCircle, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { formatQuantity } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import classes from './Scan.module.css';
import type { Scanned } from './scanning';

/** One keg of the list: what it is, why it cannot go along, and the figure that the mode asks of it. */
export function ScanRow({
  one,
  why,
  asked,
  said,
  say,
  remove,
}: {
  one: Scanned;
  why: string | null;
  /** Litres that came back inside, or kg with the beer in it; null where the mode does not ask. */
  asked: 'left' | 'gross' | null;
  said: string;
  say: (figure: string) => void;
  remove: () => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const verdict = why ? 'bad' : one.keg ? 'good' : 'unchecked';
  const Sign = { bad: IconCircleX, good: IconCircleCheck, unchecked: IconHelpCircle }[verdict];
  const name = one.keg?.serial ?? one.code;
  return (
    <li className={classes.one} data-verdict={verdict}>
      <Sign size={26} data-sign aria-hidden />
      <div>
        <strong className="num">{name}</strong>{' '}
        {one.keg && <span className="num quiet">{formatQuantity(one.keg.size_l, 'L')}</span>}
        <small>
          {why ??
            (one.keg
              ? [w('kegStates', one.keg.state), one.keg.content?.beer_name, one.keg.client_name]
                  .filter(Boolean)
                  .join(' · ')
              : t('scan.unchecked'))}
        </small>
      </div>
      {asked !== null && verdict !== 'bad' && (
        <TextInput
          w={asked === 'gross' ? 120 : 92}
          inputMode="decimal"
          aria-label={asked === 'gross' ? t('scan.grossOf', { serial: name }) : t('scan.left')}
          placeholder={asked === 'gross' ? '' : '0'}
          rightSection={<span className="quiet">{asked === 'gross' ? 'kg' : 'L'}</span>}
          value={said}
          onChange={(event) => say(event.currentTarget.value)}
        />
      )}
      <ActionIcon variant="subtle" size="xl" aria-label={t('scan.remove', { serial: name })} onClick={remove}>
        <IconX size={20} aria-hidden />
      </ActionIcon>
    </li>
  );
}
