import { useEffect, useState } from 'react';

/** The moment, anew every second; timers count from what was written down, so a reload loses nothing. */
export function useNow(): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}

/** Keeps the screen on while the page is looked at, where the device can. */
export function useWakeLock(): void {
  useEffect(() => {
    let lock: WakeLockSentinel | undefined;
    const ask = () => {
      if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
      void navigator.wakeLock
        .request('screen')
        .then((held) => {
          lock = held;
        })
        .catch(() => undefined);
    };
    ask();
    document.addEventListener('visibilitychange', ask);
    return () => {
      document.removeEventListener('visibilitychange', ask);
      void lock?.release();
    };
  }, []);
}

let context: AudioContext | undefined;

/** Two short tones and a shake, for somebody who looks elsewhere. Browsers allow it once the page was touched. */
export function ring(): void {
  navigator.vibrate?.([300, 120, 300]);
  try {
    context ??= new AudioContext();
    for (const at of [0, 0.35]) {
      const tone = context.createOscillator();
      const loud = context.createGain();
      tone.frequency.value = 880;
      loud.gain.value = 0.25;
      tone.connect(loud).connect(context.destination);
      tone.start(context.currentTime + at);
      tone.stop(context.currentTime + at + 0.22);
    }
  } catch {
    // No sound on this device; the screen says it too.
  }
}
