// A part of the page marked data-follow="address" is asked for again every data-every seconds while somebody looks, with
// its validator: a 304 costs next to nothing. Only what is told is replaced, so that a screen reader says what changed.
// Without a connection what stands there stays, with the time at which it was true, and the next look comes later.
(() => {
  const LONGEST = 60;

  const follow = (part) => {
    let failed = 0;
    let timer = 0;

    const plan = () => {
      clearTimeout(timer);
      if (document.hidden) return;
      const seconds = Math.min(Number(part.dataset.every || 15) * 2 ** failed, Math.max(LONGEST, Number(part.dataset.every)));
      timer = setTimeout(look, seconds * (850 + Math.random() * 150));
    };

    const look = async () => {
      try {
        const headers = part.dataset.etag ? { "If-None-Match": part.dataset.etag } : {};
        const answer = await fetch(part.dataset.follow, { headers, cache: "no-store", signal: AbortSignal.timeout(15_000) });
        if (answer.status === 200) take(await answer.text());
        else if (answer.status === 404) return part.dataset.etag && location.reload(); // a dead code leaves nothing on a screen
        else if (answer.status !== 304) throw new Error(answer.status);
        failed = 0;
        tell(answer.headers.get("X-Time"));
      } catch {
        failed += 1;
        tell(null);
      }
      plan();
    };

    const take = (text) => {
      const fresh = new DOMParser().parseFromString(text, "text/html").getElementById(part.id);
      if (!fresh) return;
      const [old, told] = [part, fresh].map((each) => each.querySelector("[data-told]"));
      if (old.innerHTML !== told.innerHTML) old.replaceChildren(...told.childNodes);
      part.dispatchEvent(new Event("told"));
      for (const name of ["etag", "every", "zone"]) part.dataset[name] = fresh.dataset[name] ?? "";
      const foot = part.querySelector("[data-foot]");
      const freshFoot = fresh.querySelector("[data-foot]");
      if (foot && freshFoot) foot.replaceChildren(...freshFoot.childNodes);
    };

    const tell = (time) => {
      const lost = part.querySelector("[data-no-signal]");
      if (lost) lost.hidden = time !== null;
      const asOf = part.querySelector("[data-as-of]");
      if (!asOf || !time) return;
      asOf.textContent = new Date(time).toLocaleTimeString("en-GB", {
        hour: "2-digit", minute: "2-digit", timeZone: part.dataset.zone || undefined,
      });
    };

    document.addEventListener("visibilitychange", () => (document.hidden ? clearTimeout(timer) : look()));
    addEventListener("online", look);
    if (part.dataset.etag) plan();
    else look();
  };

  document.querySelectorAll("[data-follow]").forEach(follow);
})();
