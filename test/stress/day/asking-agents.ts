/** Agents that ask in different ways, and note each answer they hear in `$HOUSE_STEPS/heard-ID`. */
const hear = 'heard="$HOUSE_STEPS/heard-$SIGNALBOX_ID"; mkdir -p app';
const work = 'echo "round $SIGNALBOX_ROUND" >> "app/work-$SIGNALBOX_ID.txt"; echo "work of $SIGNALBOX_ID"';

export const askingAgents: Readonly<Record<string, string>> = {
  /** Waits for one answer after the other. */
  waiter: `${hear}
if [ ! -e app/asked-$SIGNALBOX_ID ]; then
  touch app/asked-$SIGNALBOX_ID
  signalbox ask --wait "first thing of $SIGNALBOX_ID?" --option yes --option no --default yes >> "$heard"
  signalbox ask --wait "second thing of $SIGNALBOX_ID?" >> "$heard"
fi
${work}`,
  /** Asks several at once, ends, and is started again with the answers. */
  sleeper: `${hear}
if [ ! -e app/asked-$SIGNALBOX_ID ]; then
  touch app/asked-$SIGNALBOX_ID
  printf -- '- { text: "colour of %s?", options: [red, blue] }\\n- { text: "size of %s?" }\\n' $SIGNALBOX_ID $SIGNALBOX_ID > "$HOUSE_STEPS/q-$SIGNALBOX_ID.yaml"
  signalbox ask --file "$HOUSE_STEPS/q-$SIGNALBOX_ID.yaml"
  exit 0
fi
[ -e app/heard-$SIGNALBOX_ID ] || { touch app/heard-$SIGNALBOX_ID; printf '%s\\n' "$SIGNALBOX_FEEDBACK" >> "$heard"; }
${work}`,
  /** Goes on without the answer and looks for it later. */
  busy: `${hear}
if [ ! -e app/asked-$SIGNALBOX_ID ]; then
  touch app/asked-$SIGNALBOX_ID
  signalbox ask --non-blocking "a detail of $SIGNALBOX_ID?" > /dev/null
  signalbox inbox --wait >> "$heard"
fi
${work}`,
  /** Never asks. */
  quiet: `${hear}
${work}`,
};
