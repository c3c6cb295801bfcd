/** Loaded into the dashboard before its own code: throws where nobody catches it, once the screen has been drawn. */
if (process.stdin.isTTY) {
  setTimeout(() => {
    throw new Error('thrown on purpose');
  }, 2500);
}
