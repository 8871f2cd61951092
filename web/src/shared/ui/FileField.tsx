import { Button, Group, Text } from '@mantine/core';
import { IconCamera, IconPaperclip } from '@tabler/icons-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';

/** Takes one file, or a picture of it: on a tablet the second button opens the camera. */
export function FileField({
  label,
  accept,
  file,
  onFile,
  busy,
}: {
  label: string;
  accept: string;
  file?: File | null;
  onFile: (file: File) => void;
  busy?: boolean;
}) {
  const { t } = useTranslation();
  const chosen = useRef<HTMLInputElement>(null);
  const shot = useRef<HTMLInputElement>(null);
  const take = (input: HTMLInputElement) => {
    const first = input.files?.[0];
    if (first) onFile(first);
    input.value = '';
  };
  return (
    <Group gap="xs">
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconPaperclip size={18} aria-hidden />}
        onClick={() => chosen.current?.click()}
      >
        {label}
      </Button>
      <Button
        variant="default"
        loading={busy}
        leftSection={<IconCamera size={18} aria-hidden />}
        onClick={() => shot.current?.click()}
      >
        {t('ui.camera')}
      </Button>
      {file && <Text size="sm">{file.name}</Text>}
      <input
        ref={chosen}
        type="file"
        accept={accept}
        hidden
        data-file
        aria-label={label}
        onChange={(event) => take(event.currentTarget)}
      />
      <input
        ref={shot}
        type="file"
        accept="image/*"
        capture="environment"
        hidden
        aria-label={t('ui.camera')}
        onChange={(event) => take(event.currentTarget)}
      />
    </Group>
  );
}
