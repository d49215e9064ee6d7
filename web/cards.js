// Opens a statement's card beside the words that rest on it. Without this script the words are plain links to it.
(() => {
  "use strict";
  const frame = document.querySelector(".frame");
  const words = [...document.querySelectorAll("a.bound")];
  if (!frame || !words.length || !HTMLDialogElement) return;

  const beside = document.createElement("dialog");
  beside.className = "beside";
  const bar = document.createElement("div");
  bar.className = "bar-of-card";
  const button = (label, act) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = label;
    made.addEventListener("click", act);
    return made;
  };
  const whole = document.createElement("span");
  bar.append(whole, button("Next", () => step(1)), button("Close", () => close(true)));
  frame.append(beside);

  let from = null;
  const target = (link) => document.getElementById(decodeURIComponent(link.hash.slice(1)));

  // A copy without ids: the original keeps its anchors.
  const copy = (card) => {
    const made = card.cloneNode(true);
    for (const part of [made, ...made.querySelectorAll("[id]")]) part.removeAttribute("id");
    made.removeAttribute("aria-labelledby");
    for (const back of made.querySelectorAll(".back")) back.remove();
    return made;
  };

  const open = (link) => {
    const card = target(link);
    if (!card) return false;
    close(false);
    const made = copy(card);
    beside.replaceChildren(bar, made);
    beside.setAttribute("aria-label", card.querySelector("h3").textContent);
    whole.textContent = `${words.indexOf(link) + 1} of ${words.length}`;
    beside.style.top = "";
    beside.show();
    if (getComputedStyle(beside).position === "absolute") {
      const top = link.getBoundingClientRect().top - frame.getBoundingClientRect().top - 40;
      const most = frame.offsetHeight - beside.offsetHeight;
      beside.style.top = `${Math.max(0, Math.min(top, most))}px`;
    }
    // A sheet at the foot of the screen must not hide the words it speaks of.
    const hidden = link.getBoundingClientRect().bottom + 16 - beside.getBoundingClientRect().top;
    if (getComputedStyle(beside).position === "fixed" && beside.offsetWidth > innerWidth / 2 && hidden > 0) {
      scrollBy({ top: hidden, behavior: "instant" });
    }
    beside.scrollTop = 0;
    link.setAttribute("aria-expanded", "true");
    from = link;
    made.focus({ preventScroll: true });
    return true;
  };

  const close = (back) => {
    if (beside.open) beside.close();
    if (!from) return;
    from.setAttribute("aria-expanded", "false");
    if (back) from.focus({ preventScroll: true });
    from = null;
  };

  const step = (by) => {
    const next = words[(words.indexOf(from) + by + words.length) % words.length];
    next.scrollIntoView({ block: "center" });
    open(next);
  };

  for (const link of words) {
    link.setAttribute("aria-expanded", "false");
    link.addEventListener("click", (event) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      if (from === link) close(true);
      else if (!open(link)) return;
      event.preventDefault();
    });
  }
  document.addEventListener("keydown", (event) => { if (event.key === "Escape" && from) close(true); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (from && link && beside.contains(link) && link.hash && link.origin === location.origin) close(false);
  });
})();
