# A pane of the benchmark: does what is written to the pipe $1, line by line, and notes each line done in $1.done. The
# terminal itself is left alone, so that what is typed is echoed by the system at once.
mkfifo "$1"
exec 3<>"$1"
export PANE_BEGUN="$1.begun"
: >"$1.done"
while IFS= read -r line <&3; do
  eval "$line"
  echo x >>"$1.done"
done
