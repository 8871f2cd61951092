let audio: AudioContext | null = null;

/** A short tone and a tap under the thumb: who scans looks at the keg, not at the screen. */
export function signal(what: 'good' | 'bad' | 'again'): void {
  const tone = { good: 1_175, bad: 220, again: 587 }[what];
  try {
    audio ??= new AudioContext();
    const start = audio.currentTime;
    const length = what === 'bad' ? 0.32 : 0.09;
    const oscillator = audio.createOscillator();
    const volume = audio.createGain();
    oscillator.frequency.value = tone;
    oscillator.type = what === 'bad' ? 'square' : 'sine';
    volume.gain.setValueAtTime(0.16, start);
    volume.gain.exponentialRampToValueAtTime(0.001, start + length);
    oscillator.connect(volume).connect(audio.destination);
    oscillator.start(start);
    oscillator.stop(start + length);
  } catch {
    // A device without sound still shows what it found.
  }
  navigator.vibrate?.(what === 'bad' ? [90, 60, 90] : 40);
}
