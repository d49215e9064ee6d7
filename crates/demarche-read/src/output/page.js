// Lights up a block and its place in the picture together.
const lit = (from, on) => {
  const part = from.closest("[data-b]");
  if (!part) return;
  const page = part.closest("section").parentNode;
  for (const one of page.querySelectorAll(`[data-b="${part.dataset.b}"]`)) one.classList.toggle("hot", on);
};
document.addEventListener("mouseover", (event) => lit(event.target, true));
document.addEventListener("mouseout", (event) => lit(event.target, false));
