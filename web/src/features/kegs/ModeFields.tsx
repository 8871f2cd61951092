import { Autocomplete, Checkbox, Group, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { DateInput } from '@mantine/dates';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { parseDecimal } from '@/shared/format/decimal';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { useUrl } from '@/shared/ui/url';
import { type Fields, NEEDS_CLIENT, NEEDS_REASON } from './sending';
import { RELEASE_TO, type ScanMode } from './words';

/** What has to be said besides the kegs. */
export function ModeFields({
  mode,
  fields,
  change,
}: {
  mode: ScanMode;
  fields: Fields;
  change: (patch: Partial<Fields>) => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const clients = useQuery({ ...question('inventory', '/v1/keg-clients'), enabled: NEEDS_CLIENT.has(mode) });
  return (
    <>
      {mode === 'FILL' && (
        <>
          <RunChoice value={fields.packaging} onChange={(packaging) => change({ packaging })} />
          <Group grow align="flex-start">
            {!fields.weighed && (
              <NumberField
                label={t('scan.litres')}
                description={t('scan.litresHint')}
                unit="L"
                value={fields.volume ?? ''}
                onChange={(value) => change({ volume: parseDecimal(value) })}
              />
            )}
            <DateInput
              label={t('scan.bestBefore')}
              description={t('scan.bestBeforeHint')}
              valueFormat="DD/MM/YYYY"
              clearable
              value={fields.bestBefore}
              onChange={(value) => change({ bestBefore: value })}
            />
          </Group>
          <Switch
            size="lg"
            label={t('scan.weighed')}
            description={t('scan.weighedHint')}
            checked={fields.weighed}
            onChange={(event) => change({ weighed: event.currentTarget.checked })}
          />
          {fields.weighed && (
            <Group grow align="flex-start">
              <NumberField
                label={t('scan.gravity')}
                unit="SG"
                value={fields.gravity}
                onChange={(gravity) => change({ gravity })}
              />
              <NumberField label={t('scan.co2')} unit="g/L" value={fields.co2} onChange={(co2) => change({ co2 })} />
            </Group>
          )}
        </>
      )}
      {NEEDS_CLIENT.has(mode) && (
        <Autocomplete
          label={t('scan.client')}
          description={t(mode === 'DELIVER' ? 'scan.clientHint' : 'scan.destinationHint')}
          data={[...new Set((clients.data?.items ?? []).map((one) => one.client_name))]}
          value={fields.client}
          onChange={(client) => change({ client })}
        />
      )}
      {mode === 'RELEASE' && (
        <SegmentedControl
          aria-label={t('scan.releaseTo')}
          fullWidth
          value={fields.releaseTo}
          onChange={(to) => change({ releaseTo: to as Fields['releaseTo'] })}
          data={RELEASE_TO.map((value) => ({ value, label: w('kegStates', value) }))}
        />
      )}
      {mode === 'TAP' && (
        <TextInput
          label={t('scan.tap')}
          value={fields.location}
          onChange={(event) => change({ location: event.currentTarget.value })}
        />
      )}
      {NEEDS_REASON.has(mode) && (
        <TextInput
          label={t('ui.reason')}
          value={fields.reason}
          onChange={(event) => change({ reason: event.currentTarget.value })}
        />
      )}
      {mode === 'RETIRE' && (
        <Checkbox
          label={t('scan.writeOff')}
          checked={fields.writtenOff}
          onChange={(event) => change({ writtenOff: event.currentTarget.checked })}
        />
      )}
    </>
  );
}

/** The open packaging runs, big enough for a wet finger; without one, the way to open it. */
function RunChoice({
  value,
  onChange,
}: {
  value: Fields['packaging'];
  onChange: (packaging: Fields['packaging']) => void;
}) {
  const { t } = useTranslation();
  const [url] = useUrl();
  const runs = useQuery(question('production', '/v1/packaging-runs', { query: { state: 'OPEN', limit: 50 } }));
  const open = runs.data?.items;
  const wanted = url.run;
  useEffect(() => {
    // The run's own page sends it along; of one that is open alone there is nothing to choose.
    if (value || !open) return;
    const mine = open.find((each) => each.id === wanted) ?? (open.length === 1 ? open[0] : undefined);
    if (mine) onChange({ ...mine, name: mine.beer_name });
  }, [open, wanted, value, onChange]);
  if (open?.length === 0) {
    return (
      <p>
        {t('scan.noRun')} <Link to="/packaging">{t('scan.openRun')}</Link>
      </p>
    );
  }
  return (
    <Select
      label={t('scan.run')}
      allowDeselect={false}
      value={value?.id ?? null}
      data={(open ?? []).map((each) => ({
        value: each.id,
        label: `${each.beer_name} · ${each.number} · ${each.vessel_code}`,
      }))}
      onChange={(id) => {
        const mine = open?.find((each) => each.id === id);
        if (mine) onChange({ ...mine, name: mine.beer_name });
      }}
    />
  );
}
