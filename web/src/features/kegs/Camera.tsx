import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Scan.module.css';

const SAME_AGAIN_MS = 2_000;

/** The tablet's rear camera, reading QR codes until it is put away. */
export function Camera({ onCode }: { onCode: (text: string) => void }) {
  const { t } = useTranslation();
  const video = useRef<HTMLVideoElement>(null);
  const tell = useRef(onCode);
  tell.current = onCode;
  const [trouble, setTrouble] = useState(false);

  useEffect(() => {
    let over = false;
    let stop = () => {};
    let last = { text: '', at: 0 };
    void (async () => {
      try {
        // Only who scans by camera downloads the reader.
        const { BrowserQRCodeReader } = await import('@zxing/browser');
        if (over || !video.current) return;
        const controls = await new BrowserQRCodeReader(undefined, {
          delayBetweenScanAttempts: 120,
          delayBetweenScanSuccess: 250,
        }).decodeFromConstraints({ video: { facingMode: 'environment' } }, video.current, (result) => {
          const text = result?.getText();
          // The camera sees the same label many times a second.
          if (!text || (text === last.text && Date.now() - last.at < SAME_AGAIN_MS)) return;
          last = { text, at: Date.now() };
          tell.current(text);
        });
        stop = () => controls.stop();
        if (over) stop();
      } catch {
        if (!over) setTrouble(true);
      }
    })();
    return () => {
      over = true;
      stop();
    };
  }, []);

  return (
    <div className={classes.camera}>
      {trouble ? (
        <p role="alert">{t('scan.noCamera')}</p>
      ) : (
        <video ref={video} aria-label={t('scan.camera')} muted playsInline />
      )}
    </div>
  );
}
