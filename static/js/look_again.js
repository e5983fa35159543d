// A part of the page marked data-look-again is fetched anew every few seconds, until it is no longer marked.
(() => {
  const EVERY = 10_000;

  const look = async () => {
    const part = document.querySelector("[data-look-again]");
    if (!part) return;
    try {
      const answer = await fetch(location.pathname);
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(part.id);
      if (fresh && fresh.textContent !== part.textContent) {
        part.replaceChildren(...fresh.childNodes);
        part.toggleAttribute("data-look-again", fresh.hasAttribute("data-look-again"));
      }
    } catch {
      // no connection: it looks again in a while
    }
    setTimeout(look, EVERY);
  };

  setTimeout(look, EVERY);
})();
