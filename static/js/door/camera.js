// Reading codes with the camera: the browser's own detector where there is one, else jsQR.

const PAUSE = 100;
const WIDTH = 640;
const AGAIN = 3000;

export const canScan = (decoder) => Boolean(navigator.mediaDevices?.getUserMedia) && ("BarcodeDetector" in window || Boolean(decoder));

const load = (url) => new Promise((resolve, reject) => {
  const script = document.createElement("script");
  script.src = url;
  script.onload = resolve;
  script.onerror = () => reject(new Error("the decoder did not load"));
  document.head.append(script);
});

const reader = async (decoder) => {
  if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
    const detector = new BarcodeDetector({ formats: ["qr_code"] });
    return async (video) => (await detector.detect(video))[0]?.rawValue;
  }
  if (!window.jsQR) await load(decoder);
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    canvas.width = WIDTH;
    canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
    context.drawImage(video, 0, 0, canvas.width, canvas.height);
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return window.jsQR(data, width, height, { inversionAttempts: "dontInvert" })?.data;
  };
};

// Shows in `place` what the camera sees and calls `found(text)` for each code; returns what stops it. Throws without a
// camera.
export const watch = async (place, decoder, found) => {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  const video = document.createElement("video");
  video.className = "door-video";
  video.playsInline = video.muted = true;
  video.setAttribute("aria-label", "What the camera sees");
  video.srcObject = stream;
  place.append(video);
  await video.play();
  const read = await reader(decoder);
  let last = { text: "", at: 0 };
  let isOn = true;

  const look = async () => {
    if (!isOn) return;
    const text = video.videoWidth ? await read(video) : "";
    if (text && (text !== last.text || Date.now() - last.at > AGAIN)) await found(text);
    if (text) last = { text, at: Date.now() };
    setTimeout(look, PAUSE);
  };
  look();

  return () => {
    isOn = false;
    stream.getTracks().forEach((track) => track.stop());
    video.remove();
  };
};
