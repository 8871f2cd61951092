import { Combobox, InputBase, type InputBaseProps, Loader, useCombobox } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';

export interface Choice {
  id: string;
  name: string;
  /** Said after the name: a SKU, what is there. */
  note?: string;
}

interface Props extends Omit<InputBaseProps, 'value' | 'onChange'> {
  value: Choice | null;
  onChange: (choice: Choice | null) => void;
  /** Answers what matches the text; called as a hook, so it may ask the server. */
  useChoices: (text: string, wanted: boolean) => { choices: Choice[]; busy: boolean };
  placeholder?: string;
  /** A last option below the matches, such as "not stocked". */
  extra?: { label: string; onPick: () => void };
}

/** Finds one thing among many by typing part of its name or scanning its code. */
export function Picker({ value, onChange, useChoices, placeholder, extra, ...rest }: Props): ReactNode {
  const { t } = useTranslation();
  const combobox = useCombobox({ onDropdownClose: () => combobox.resetSelectedOption() });
  const [text, setText] = useState<string | null>(null);
  const [asked] = useDebouncedValue(text ?? '', 120);
  const { choices, busy } = useChoices(asked, combobox.dropdownOpened);

  function pick(id: string) {
    if (id === '\u0000extra') extra?.onPick();
    else onChange(choices.find((choice) => choice.id === id) ?? null);
    setText(null);
    combobox.closeDropdown();
  }

  return (
    <Combobox store={combobox} onOptionSubmit={pick} withinPortal>
      <Combobox.Target>
        <InputBase
          {...rest}
          autoComplete="off"
          placeholder={placeholder}
          value={text ?? value?.name ?? ''}
          rightSection={busy ? <Loader size={16} /> : <Combobox.Chevron />}
          rightSectionPointerEvents="none"
          onChange={(event) => {
            setText(event.currentTarget.value);
            combobox.openDropdown();
            combobox.updateSelectedOptionIndex();
          }}
          onClick={() => combobox.openDropdown()}
          onFocus={(event) => event.currentTarget.select()}
          onBlur={() => {
            combobox.closeDropdown();
            if (text === '') onChange(null);
            setText(null);
          }}
        />
      </Combobox.Target>
      <Combobox.Dropdown>
        <Combobox.Options mah={320} style={{ overflowY: 'auto' }} aria-label={placeholder ?? t('ui.search')}>
          {choices.map((choice) => (
            <Combobox.Option key={choice.id} value={choice.id} active={choice.id === value?.id}>
              <span style={{ flex: 1 }}>{choice.name}</span>
              {choice.note && <span className="num quiet">{choice.note}</span>}
            </Combobox.Option>
          ))}
          {choices.length === 0 && !busy && <Combobox.Empty>{t('ui.noneMatch')}</Combobox.Empty>}
          {extra && <Combobox.Option value={'\u0000extra'}>{extra.label}</Combobox.Option>}
        </Combobox.Options>
      </Combobox.Dropdown>
    </Combobox>
  );
}
