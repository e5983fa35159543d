// The door without waiting for pages: clears the box for the next person, lets the phone buzz, says when nothing was saved.
(() => {
  const box = document.getElementById("door-box");
  const answer = document.getElementById("door-answer");
  const BUZZ = { in: [80], wait: [80, 60, 80], stop: [400] };

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
    }
  });

  for (const trouble of ["htmx:sendError", "htmx:responseError", "htmx:timeout"]) {
    document.addEventListener(trouble, () => {
      const offline = document.querySelector("[data-door-offline]");
      answer.replaceChildren(offline.content.cloneNode(true));
    });
  }
})();
