// The door without waiting for pages: clears the box for the next person, lets the phone buzz and sound, says when
// nothing was saved.
(() => {
  const box = document.getElementById("door-box");
  const answer = document.getElementById("door-answer");
  const BUZZ = { in: [80], wait: [80, 60, 80], stop: [400] };
  const TONES = { in: [880], wait: [660, 660], stop: [220] };
  let sound;

  // One short tone, two, or a low long one: to be told apart without looking.
  const play = (tones) => {
    if (!window.AudioContext) return;
    sound ??= new AudioContext();
    tones.forEach((pitch, number) => {
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

  const kind = () => {
    const result = answer.querySelector(".result");
    if (!result) return "";
    return result.classList.contains("result--stop") ? "stop" : result.classList.contains("result--wait") ? "wait" : "in";
  };

  document.addEventListener("htmx:beforeSwap", (event) => {
    // Sent elsewhere, to sign in for one: go there instead of showing it in here.
    if (!new URL(event.detail.xhr.responseURL).pathname.startsWith("/door/")) {
      event.detail.shouldSwap = false;
      location.reload();
    }
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== answer) return;
    if (document.activeElement === box) box.select();
    if (kind()) {
      box.value = "";
      if (navigator.vibrate) navigator.vibrate(BUZZ[kind()]);
      play(TONES[kind()]);
    }
  });

  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(trouble, () => {
      const offline = document.querySelector("[data-door-offline]");
      answer.replaceChildren(offline.content.cloneNode(true));
    });
  }
})();
