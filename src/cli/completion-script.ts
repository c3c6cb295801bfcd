import type { Command } from 'commander';

/** Shells that there is a completion for. */
export const completionShells = ['bash', 'zsh', 'fish'] as const;
export type CompletionShell = (typeof completionShells)[number];

/** One command as a completion sees it: `path` without the program's name, its words and what they mean. */
interface Completed {
  readonly path: string;
  readonly commands: readonly { name: string; does: string }[];
  readonly flags: readonly { name: string; does: string }[];
}

/** The completion script of a command line; everything in it comes from the commands' own definitions. */
export function completionScript(shell: CompletionShell, program: Command): string {
  const all = collect(program, '');
  switch (shell) {
    case 'bash':
      return bash(all);
    case 'zsh':
      return zsh(all);
    case 'fish':
      return fish(all);
  }
}

function collect(command: Command, path: string): Completed[] {
  const flags = command.options.map((option) => ({ name: option.long ?? option.flags, does: option.description }));
  return [
    {
      path,
      commands: command.commands.map((below) => ({ name: below.name(), does: below.description() })),
      flags: [...flags, { name: '--help', does: 'show help' }],
    },
    ...command.commands.flatMap((below) => collect(below, `${path} ${below.name()}`.trim())),
  ];
}

/** The longest known path that the words before the cursor begin with, as a case pattern per command. */
function cases(all: readonly Completed[], line: (command: Completed) => string): string {
  return all
    .toSorted((a, b) => b.path.length - a.path.length)
    .map((command) => `    ${command.path === '' ? '*' : `"${command.path}"|"${command.path} "*`}) ${line(command)} ;;`)
    .join('\n');
}

function bash(all: readonly Completed[]): string {
  const words = (command: Completed) => [...command.commands, ...command.flags].map((word) => word.name).join(' ');
  return `# signalbox completion for bash: put it into ~/.local/share/bash-completion/completions/signalbox
_signalbox() {
  local said="\${COMP_WORDS[*]:1:COMP_CWORD-1}" words
  case "$said" in
${cases(all, (command) => `words="${words(command)}"`)}
  esac
  COMPREPLY=($(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}"))
}
complete -o default -F _signalbox signalbox
`;
}

function zsh(all: readonly Completed[]): string {
  const words = (command: Completed) =>
    [...command.commands, ...command.flags].map((word) => quoted(`${word.name}:${word.does}`)).join(' ');
  return `#compdef signalbox
# signalbox completion for zsh: put it as _signalbox into a folder of $fpath
_signalbox() {
  local said="\${(j: :)words[2,CURRENT-1]}"
  local -a known
  case "$said" in
${cases(all, (command) => `known=(${words(command)})`)}
  esac
  _describe signalbox known || _files
}
if [ "$funcstack[1]" = "_signalbox" ]; then _signalbox "$@"; else compdef _signalbox signalbox; fi
`;
}

function fish(all: readonly Completed[]): string {
  const lines = all.flatMap((command) => {
    const names = command.path.split(' ').filter((name) => name !== '');
    const when =
      names.length === 0
        ? '__fish_use_subcommand'
        : names.map((name) => `__fish_seen_subcommand_from ${name}`).join('; and ');
    return [
      ...command.commands.map(
        (word) => `complete -c signalbox -f -n '${when}' -a ${word.name} -d ${quoted(word.does)}`,
      ),
      ...command.flags.map(
        (word) => `complete -c signalbox -n '${when}' -l ${word.name.replace(/^--/, '')} -d ${quoted(word.does)}`,
      ),
    ];
  });
  return `# signalbox completion for fish: put it into ~/.config/fish/completions/signalbox.fish\n${lines.join('\n')}\n`;
}

/** A word for a shell, whatever is in it. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
