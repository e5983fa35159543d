// The pages of the room's screen (data-page, with their data-label) come one after the other, every data-turn seconds. All
// of them are in the document: they turn without a connection too, and a screen reader has all of them all the time.
// What follow.js brings stays at the page that is seen, but another heading begins with its first page.
(() => {
  const wall = document.querySelector("[data-turn]");
  const pages = () => wall.querySelectorAll("[data-page]");
  const heading = () => wall.querySelector("h1")?.textContent;
  let at = Math.max(0, [...pages()].findIndex((page) => page.hasAttribute("data-shown")));
  let about = heading();
  let timer = 0;

  const show = () => {
    const count = pages().length;
    if (count === 0) return;
    at %= count;
    for (const each of [pages(), wall.querySelectorAll("[data-label]")]) {
      each.forEach((one, number) => one.toggleAttribute("data-shown", number === at));
    }
    const told = wall.querySelector("[data-at]");
    if (told) told.textContent = at + 1;
  };

  const begin = () => {
    clearInterval(timer);
    timer = setInterval(() => {
      at += 1;
      show();
    }, Number(wall.dataset.turn) * 1000);
  };

  wall.addEventListener("told", () => {
    if (heading() !== about) {
      about = heading();
      at = 0;
      begin();
    }
    show();
  });
  begin();
})();
