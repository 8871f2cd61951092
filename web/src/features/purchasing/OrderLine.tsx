import { ActionIcon, Select } from '@mantine/core';
import type { GetInputPropsReturnType } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { pages } from '@/api/client';
import type { PurchaseOrder, SupplierPack } from '@/api/wire';
import { type Decimal, parseDecimal, ratio, rounded, times } from '@/shared/format/decimal';
import { formatQuantity, unitSign } from '@/shared/format/format';
import { useWord } from '@/shared/i18n/useWord';
import { NumberField } from '@/shared/ui/NumberField';
import { type Choice, Picker } from '@/shared/ui/Picker';
import { type Amounts, formatAmount, lineAmounts, totalOf, VATS, type Vat } from './amounts';
import classes from './Purchasing.module.css';

export interface LineDraft {
  key: string;
  item: (Choice & { unit: string }) | null;
  pack_id: string | null;
  packs: string;
  pack_price: string;
  vat_rate: Vat;
  ieps_pct: string;
  note: string;
}

let lineNumber = 0;
const nextKey = () => {
  lineNumber += 1;
  return `line-${lineNumber}`;
};

export const emptyLine = (): LineDraft => ({
  key: nextKey(),
  item: null,
  pack_id: null,
  packs: '',
  pack_price: '',
  vat_rate: '16',
  ieps_pct: '',
  note: '',
});

/** A line of an order that exists, to be written anew. */
export const lineOf = (line: PurchaseOrder['lines'][number]): LineDraft => ({
  key: nextKey(),
  item: { id: line.item_id, name: line.item_name, unit: line.base_unit },
  pack_id: line.pack_id,
  packs: plain(line.packs),
  pack_price: plain(line.pack_price),
  vat_rate: line.vat_rate,
  ieps_pct: line.ieps_pct ? plain(line.ieps_pct) : '',
  note: line.note,
});

/** Without the zeros that say nothing. */
const plain = (value: Decimal) => value.replace(/(\.\d*?)0+$/, '$1').replace(/\.$/, '');

/** What a line comes to; null while a figure is missing. */
export function amountsOf(line: LineDraft): Amounts | null {
  const packs = parseDecimal(line.packs);
  const price = parseDecimal(line.pack_price);
  return packs && price ? lineAmounts(packs, price, line.vat_rate, parseDecimal(line.ieps_pct)) : null;
}

/** What may be ordered; the note says under which code. */
function useOrderable(text: string, wanted: boolean) {
  const items = useInfiniteQuery({
    ...pages('purchasing', '/v1/purchasing/items', { q: text, limit: 30 }),
    enabled: wanted,
  });
  return {
    busy: items.isFetching,
    choices: (items.data ?? []).map((item) => ({
      id: item.id,
      name: item.name,
      unit: item.base_unit,
      note: item.sku,
    })),
  };
}

/** One line: pick the item, and its pack and last price are there; then only how many. */
export function OrderLine({
  line,
  number,
  offered,
  currency,
  input,
  errorOf,
  onChange,
  onRemove,
}: {
  line: LineDraft;
  number: number;
  offered: readonly SupplierPack[];
  currency: string;
  input: (name: 'packs' | 'pack_price' | 'vat_rate' | 'ieps_pct') => GetInputPropsReturnType;
  errorOf: (name: string) => ReactNode;
  onChange: (patch: Partial<LineDraft>) => void;
  onRemove?: () => void;
}) {
  const { t } = useTranslation();
  const w = useWord();
  const mine = offered.filter((pack) => pack.item_id === line.item?.id);
  const pack = mine.find((each) => each.id === line.pack_id);
  const unit = pack ? pack.pack_name : unitSign(line.item?.unit ?? 'kg');
  const amounts = amountsOf(line);
  const packs = parseDecimal(line.packs);
  const price = parseDecimal(line.pack_price);

  function pick(choice: LineDraft['item']) {
    const best =
      offered.find((each) => each.item_id === choice?.id && each.preferred) ??
      offered.find((each) => each.item_id === choice?.id);
    onChange({ item: choice, ...packed(best) });
  }
  const packed = (chosen: SupplierPack | undefined): Partial<LineDraft> => ({
    pack_id: chosen?.id ?? null,
    packs: line.packs || (chosen && chosen.min_packs > 1 ? String(chosen.min_packs) : ''),
    pack_price: chosen?.price && chosen.price.currency === currency ? plain(chosen.price.price) : line.pack_price,
  });

  return (
    <li className={classes.line}>
      <Picker
        label={t('inventory.item')}
        placeholder={t('receiving.findItem')}
        useChoices={useOrderable}
        value={line.item}
        onChange={(choice) => pick(choice as LineDraft['item'])}
        error={errorOf('item') ?? errorOf('item_id')}
      />
      <Select
        label={t('orders.pack')}
        value={line.pack_id ?? ''}
        allowDeselect={false}
        onChange={(id) => onChange(packed(mine.find((each) => each.id === id)))}
        data={[
          ...mine.map((each) => ({ value: each.id, label: each.pack_name })),
          { value: '', label: t('orders.loose', { unit: unitSign(line.item?.unit ?? 'kg') }) },
        ]}
        error={errorOf('pack_id')}
      />
      <NumberField label={t('orders.quantity')} unit={unit.length > 8 ? '×' : unit} {...input('packs')} />
      <NumberField label={t('orders.price')} unit={currency} {...input('pack_price')} />
      <Select
        label={t('orders.vat')}
        allowDeselect={false}
        data={VATS.map((value) => ({ value, label: w('vats', value) }))}
        {...input('vat_rate')}
      />
      <NumberField label={t('orders.ieps')} unit="%" {...input('ieps_pct')} />
      <div className={classes.remove}>
        <ActionIcon
          variant="subtle"
          color="red"
          aria-label={t('receiving.remove', { number })}
          disabled={!onRemove}
          onClick={onRemove}
        >
          <IconTrash size={20} aria-hidden />
        </ActionIcon>
      </div>
      {amounts && packs && price && (
        <p className={`${classes.each} num`}>
          <span className={`${classes.out} quiet`}>
            {pack &&
              t('orders.inBase', {
                quantity: formatQuantity(times(packs, pack.factor_to_base), pack.base_unit),
                price: formatAmount(rounded(ratio(price, pack.factor_to_base) ?? '0', 4), currency),
                unit: unitSign(pack.base_unit),
              })}
          </span>
          <span>{t('orders.lineNet', { amount: formatAmount(amounts.net, currency) })}</span>
          <span>{t('orders.lineTotal', { amount: formatAmount(totalOf([amounts]), currency) })}</span>
        </p>
      )}
    </li>
  );
}
