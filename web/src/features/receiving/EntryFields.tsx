import { Button, Chip, Group, Input, SegmentedControl, Select, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useTranslation } from 'react-i18next';
import { isZero, parseDecimal } from '@/shared/format/decimal';
import { formatMoney, today, unitSign } from '@/shared/format/format';
import { NumberField } from '@/shared/ui/NumberField';
import classes from './Counting.module.css';
import { type Entry, type OrderLine, REASONS } from './counting';

/** What is asked about one lot of a line: how much, which, how cold, and what is not taken. */
export function EntryFields({
  line,
  entry,
  places,
  onChange,
}: {
  line: OrderLine;
  entry: Entry;
  places: { value: string; label: string }[];
  onChange: (patch: Partial<Entry>) => void;
}) {
  const { t } = useTranslation();
  const loose = unitSign(line.base_unit);
  const pack = entry.base ? loose : line.pack_name || loose;
  const rejects = !isZero(parseDecimal(entry.rejected) ?? '0');
  const life = line.shelf_life_days;
  const limited = line.low_c !== null || line.high_c !== null;
  return (
    <div className={classes.fields}>
      {line.pack_name !== '' && line.pack_name !== line.base_unit && (
        <Input.Wrapper label={t('counting.in')}>
          <SegmentedControl
            fullWidth
            aria-label={t('counting.in')}
            data={[
              { value: 'pack', label: line.pack_name },
              { value: 'base', label: loose },
            ]}
            value={entry.base ? 'base' : 'pack'}
            onChange={(chosen) => onChange({ base: chosen === 'base' })}
          />
        </Input.Wrapper>
      )}
      <NumberField
        label={t('counting.delivered')}
        unit={pack}
        value={entry.delivered}
        onChange={(delivered) => onChange({ delivered })}
      />
      <NumberField
        label={t('counting.rejected')}
        unit={pack}
        value={entry.rejected}
        onChange={(rejected) => onChange({ rejected })}
      />
      <TextInput
        label={t('receiving.supplierLot')}
        value={entry.lot}
        onChange={(event) => onChange({ lot: event.currentTarget.value })}
      />
      <TextInput
        label={t('counting.lotCode')}
        placeholder={t('counting.lotCodeOurs')}
        maxLength={20}
        value={entry.code}
        onChange={(event) => onChange({ code: event.currentTarget.value.replace(/\s/g, '') })}
      />
      <DateInput
        label={t('receiving.expires')}
        valueFormat="DD/MM/YYYY"
        clearable
        clearButtonProps={{ 'aria-label': t('ui.clear') }}
        value={entry.expires}
        onChange={(expires) => onChange({ expires })}
      />
      {life !== null && entry.expires === null && (
        <Button variant="default" onClick={() => onChange({ expires: daysAhead(life) })}>
          {t('counting.usualLife', { count: life })}
        </Button>
      )}
      {limited && (
        <NumberField
          label={t('counting.temperature', { low: line.low_c ?? '…', high: line.high_c ?? '…' })}
          unit="°C"
          value={entry.celsius}
          onChange={(celsius) => onChange({ celsius })}
        />
      )}
      {limited && entry.celsius !== '' && (
        <TextInput
          label={t('counting.whyTemperature')}
          value={entry.why}
          onChange={(event) => onChange({ why: event.currentTarget.value })}
        />
      )}
      {entry.expires !== null && entry.expires <= today() && (
        <TextInput
          label={t('counting.hold')}
          value={entry.hold}
          onChange={(event) => onChange({ hold: event.currentTarget.value })}
        />
      )}
      <NumberField
        label={t('counting.price', { price: formatMoney(line.pack_price) })}
        unit="$"
        value={entry.price}
        onChange={(price) => onChange({ price })}
      />
      {places.length > 0 && (
        <Select
          label={t('places.one')}
          placeholder={t('receiving.optional')}
          clearable
          clearButtonProps={{ 'aria-label': t('ui.clear') }}
          data={places}
          value={entry.place}
          onChange={(place) => onChange({ place })}
        />
      )}
      {rejects && (
        <fieldset style={{ border: 0, margin: 0, padding: 0, gridColumn: '1 / -1' }}>
          <legend>{t('counting.whyRejected')}</legend>
          <Chip.Group
            value={entry.reason ?? ''}
            onChange={(value) => onChange({ reason: (value as Entry['reason']) || null })}
          >
            <Group gap="xs">
              {REASONS.map((each) => (
                <Chip key={each} value={each} size="lg" classNames={{ label: classes.chip }}>
                  {t(`counting.reason.${each}`)}
                </Chip>
              ))}
            </Group>
          </Chip.Group>
          <TextInput
            mt="xs"
            label={t('counting.note')}
            value={entry.note}
            onChange={(event) => onChange({ note: event.currentTarget.value })}
          />
        </fieldset>
      )}
    </div>
  );
}

function daysAhead(days: number): string {
  const day = new Date(`${today()}T12:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}
