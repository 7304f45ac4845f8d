// Starts the components of govuk-frontend where the browser can run them; every page works without.
import { initAll } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

// a table too wide for its place can be scrolled by keyboard; where all of it is seen, the tab key passes it
for (const box of document.querySelectorAll(".tl-scroll")) {
  if (box.scrollWidth <= box.clientWidth) box.removeAttribute("tabindex");
}
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
