import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { question } from '@/api/client';
import { useMay } from '@/api/session';
import type { CalendarRow } from '@/api/wire';
import { compare, type Decimal } from '@/shared/format/decimal';
import { formatDate, formatQuantity } from '@/shared/format/format';

interface Choice {
  value: string;
  label: string;
  disabled?: boolean;
}

/** The fermenters as choices, with how much each takes; empty for somebody who may not see them. */
export function useFermenters(): (Choice & { code: string })[] {
  const may = useMay();
  const plant = useQuery({ ...question('production', '/v1/vessels'), enabled: may('production.cellar.read') });
  return (plant.data?.vessels ?? [])
    .filter((vessel) => vessel.kind === 'FERMENTER')
    .map((vessel) => ({
      value: vessel.id,
      code: vessel.code,
      label: `${vessel.code} · ${formatQuantity(vessel.working_max_l, 'L')}`,
    }));
}

function dayAfter(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
}

/** The fermenters for a plan: what is free on those days first, the others with who has them and not to be chosen. */
export function usePlanFermenters(plan: {
  from: string | null;
  days: number;
  litres: Decimal | null;
  batchId?: string;
}): Choice[] {
  const { t } = useTranslation();
  const may = useMay();
  const to = plan.from ? dayAfter(plan.from, plan.days) : '';
  const calendar = useQuery({
    ...question('production', '/v1/vessel-calendar', { query: { from_on: plan.from ?? '', to_on: to } }),
    enabled: may('production.cellar.read') && Boolean(plan.from) && plan.days > 0,
  });
  const why = (row: CalendarRow): string | null => {
    if (plan.litres && compare(plan.litres, row.vessel.working_max_l) > 0) return t('plan.tooSmall');
    if (row.vessel.state === 'OUT_OF_SERVICE') return t('plan.outOfService');
    const taken = row.bookings.find((booking) => !plan.batchId || booking.batch_id !== plan.batchId);
    if (taken) return t('plan.takenBy', { whose: taken.batch_number ?? taken.note, day: formatDate(taken.to_on) });
    const inside = row.vessel.contents.length > 0 && row.frees_on !== null && row.frees_on > (plan.from ?? '');
    return inside ? t('cellar.freesAround', { day: formatDate(row.frees_on) }) : null;
  };
  const rows = (calendar.data?.rows ?? []).filter((row) => row.vessel.kind === 'FERMENTER');
  const choices = rows.map((row) => {
    const taken = why(row);
    const size = `${row.vessel.code} · ${formatQuantity(row.vessel.working_max_l, 'L')}`;
    return { value: row.vessel.id, label: `${size} · ${taken ?? t('plan.free')}`, disabled: taken !== null };
  });
  return choices.sort((a, b) => Number(a.disabled) - Number(b.disabled));
}
