// To be told apart without looking: one short tone, two, or a low long one, and the same as a buzz.

const BUZZ = { in: [80], wait: [80, 60, 80], stop: [400] };
const TONES = { in: [880], wait: [660, 660], stop: [220] };
let sound;

export const feel = (kind) => {
  navigator.vibrate?.(BUZZ[kind]);
  if (!window.AudioContext) return;
  sound ??= new AudioContext();
  TONES[kind].forEach((pitch, number) => {
    const tone = sound.createOscillator();
    const volume = sound.createGain();
    const begin = sound.currentTime + number * 0.18;
    tone.frequency.value = pitch;
    volume.gain.value = 0.15;
    tone.connect(volume).connect(sound.destination);
    tone.start(begin);
    tone.stop(begin + (pitch < 300 ? 0.45 : 0.12));
  });
};
