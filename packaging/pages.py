#!/usr/bin/env python3
"""Man page and completions of a command line program, from what it says of itself.

pages.py PROGRAM --ask=OPTION --man TEMPLATE --out FOLDER [--version TEXT] [--datadir FOLDER]

PROGRAM is run with OPTION: its hidden flag --describe (app/describe.h), or --help where Qt reads
the command line. Writes FOLDER/man/man1/NAME.1 from the template, whose line
@COMMANDS@ or @OPTIONS@ gives place to the generated part, FOLDER/bash-completion/completions/NAME
and FOLDER/zsh/vendor-completions/_NAME.
"""

import argparse
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys


QT_ENTRY = re.compile(r"  (?P<names>(?:-{1,2}[\w-]+(?:, )?)+|\w+)(?: <(?P<value>[^>]+)>)?"
                      r"(?:  +(?P<text>\S.*))?$")


def read_qt_help(text):
    """The description of a program that says what QCommandLineParser says."""
    options = []
    for line in text.splitlines():
        entry = QT_ENTRY.match(line)
        if entry:
            names = entry["names"].split(", ")
            options.append({"names": names, "positional": not names[0].startswith("-"),
                            "value": entry["value"] or "", "repeatable": False, "required": False,
                            "default": "", "description": entry["text"] or ""})
        elif options and line.startswith("   ") and line.strip():
            option = options[-1]
            option["description"] = f"{option['description']} {line.strip()}".strip()
    if not options:
        raise ValueError("neither a description nor a help with options")
    return {"description": "", "options": options, "commands": []}


def ask(program, option):
    """What the program says of itself, in no language but its own."""
    environment = os.environ | {"LC_ALL": "C.UTF-8", "LANGUAGE": "en"}
    text = subprocess.run([program, option], check=True, stdout=subprocess.PIPE, encoding="utf-8",
                          env=environment).stdout
    return read_description(text, program.name)


def read_description(text, name):
    program = json.loads(text) if text.lstrip().startswith("{") else read_qt_help(text)
    return program | {"name": name}


def choices(option):
    """The words an option takes, if it takes only some."""
    found = re.search(r"\{([^{}]*)\}", option["value"])
    return found.group(1).split(",") if found else []


def value_name(option):
    if not option["value"]:
        return ""
    if choices(option):
        return "|".join(choices(option))
    # "INT in [0 - 4096]", "TEXT:FILE": the first word is the type.
    return re.split(r"[ :]", option["value"], maxsplit=1)[0]


def walk(command, path=()):
    """Each command with the words that lead to it, the program itself with none."""
    yield path, command
    for inner in command["commands"]:
        yield from walk(inner, path + (inner["name"],))


# The man page

def roff(text):
    """Text as troff takes it literally, on one line."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("\n", " ")
    return "\\&" + text if text[:1] in ".'" else text


def roff_option(option):
    value = value_name(option)
    names = ", ".join(f"\\fB{roff(name)}\\fR" for name in option["names"])
    if option["positional"]:
        names = f"\\fI{roff(option['names'][0])}\\fR"
        value = ""
    text = option["description"].rstrip(".")
    if option["required"]:
        text += " (required)"
    if option["default"]:
        text += f" (default {option['default']})"
    term = f"{names} \\fI{roff(value)}\\fR" if value else names
    return f".TP\n{term}\n{roff(text)}."


def roff_options(command):
    return "\n".join(roff_option(option) for option in command["options"])


def roff_commands(program):
    parts = []
    for path, command in walk(program):
        if command["commands"] or not path:
            continue
        words = roff(" ".join((program["name"],) + path))
        arguments = "".join(f" \\fI{roff(option['names'][0])}\\fR" for option in command["options"]
                            if option["positional"])
        parts.append(f".SS \"{roff(' '.join(path))}\"\n\\fB{words}\\fR{arguments}"
                     f" [\\fIoptions\\fR]\n.PP\n{roff(command['description'].rstrip('.'))}.\n"
                     f"{roff_options(command)}")
    return "\n".join(parts)


def man_page(program, template, version, datadir):
    page = template.replace("@VERSION@", roff(version)).replace("@DATADIR@", roff(datadir))
    for mark, text in (("@COMMANDS@", roff_commands), ("@OPTIONS@", roff_options)):
        if mark in page:
            page = page.replace(mark, text(program))
    return page


# Completion of bash

BASH = """\
# Completion of {name} for bash, made from the program's own options.
{function}() {{
    local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD - 1]}} path= index
    # bash takes the "=" of --option=value as a word of its own.
    if [[ $cur == "=" ]]; then
        cur=
    elif [[ $prev == "=" && COMP_CWORD -gt 1 ]]; then
        prev=${{COMP_WORDS[COMP_CWORD - 2]}}
    fi
    for ((index = 1; index < COMP_CWORD; ++index)); do
        case "$path ${{COMP_WORDS[index]}}" in
{paths}
        esac
    done
    local values=
    case "$path $prev" in
{values}
    esac
    local words=
    case $path in
{words}
    esac
    if [[ -n $values ]]; then
        COMPREPLY=($(compgen -W "$values" -- "$cur"))
    elif [[ $cur == -* || $words == +* ]]; then
        COMPREPLY=($(compgen -W "${{words#+}}" -- "$cur"))
    else
        compopt -o filenames
        COMPREPLY=($(compgen -f -- "$cur"))
    fi
}}
complete -F {function} {name}
"""


def bash_pattern(path, name=""):
    return shlex.quote("".join(f" {word}" for word in path) + (f" {name}" if name else ""))


def option_names(command):
    return [name for option in command["options"] if not option["positional"]
            for name in option["names"]]


def bash_completion(program):
    paths, values, words = [], [], []
    for path, command in walk(program):
        if path:
            paths.append(f"            {bash_pattern(path)}) path+=\" ${{COMP_WORDS[index]}}\" ;;")
        names = option_names(command)
        inner = [sub["name"] for sub in command["commands"]]
        # "+": commands come next, so that words are offered without a dash too.
        offered = ("+" if inner else "") + " ".join(inner + names)
        words.append(f"        {bash_pattern(path)}) words={shlex.quote(offered)} ;;")
        for option in command["options"]:
            if not choices(option) or option["positional"]:
                continue
            patterns = "|".join(bash_pattern(path, name) for name in option["names"])
            values.append(f"        {patterns}) values={shlex.quote(' '.join(choices(option)))} ;;")
    return BASH.format(name=program["name"], function=f"_{program['name'].replace('-', '_')}",
                       paths="\n".join(paths) or "            '') ;;",
                       values="\n".join(values) or "        '') ;;", words="\n".join(words))


# Completion of zsh

NUMBERS = ("INT", "UINT", "FLOAT", "SECONDS")  # For which no file is offered.


def zsh_text(text):
    return re.sub(r"([\[\]:\\])", r"\\\1", text)


def zsh_option(option):
    action = ""
    if option["value"]:
        offered = (f"({' '.join(choices(option))})" if choices(option)
                   else " " if value_name(option) in NUMBERS else "_files")
        action = f":{zsh_text(value_name(option))}:{offered}"
    names = option["names"]
    star = "*" if option["repeatable"] else ""
    if option["positional"]:
        return [f"{star}:{zsh_text(names[0])}:_files"]
    # Given by one name it is not offered by another.
    once = f"({' '.join(names)})" if len(names) > 1 and not star else ""
    text = f"[{zsh_text(option['description'])}]"
    return [f"{once}{star}{name}{zsh_sign(name) if action else ''}{text}{action}"
            for name in names]


def zsh_sign(name):
    """That a value may follow in the same word, --option=value or -ovalue, or in the next."""
    return "=" if name.startswith("--") else "+"


def zsh_function(program, path):
    return "_" + "_".join((program["name"],) + path)


def zsh_completion(program):
    functions = []
    for path, command in walk(program):
        arguments = [entry for option in command["options"] for entry in zsh_option(option)]
        lines = [f"{zsh_function(program, path)}() {{"]
        if command["commands"]:
            arguments += ["1:command:->command", "*::argument:->argument"]
            lines += ["    local curcontext=$curcontext state state_descr", "    local -a line",
                      "    local -A opt_args"]
        quoted = " \\\n        ".join(shlex.quote(argument) for argument in arguments)
        flags = "-C " if command["commands"] else ""
        lines.append(f"    _arguments {flags}\\\n        {quoted}")
        if command["commands"]:
            described = " ".join(shlex.quote(f"{inner['name']}:{inner['description']}")
                                 for inner in command["commands"])
            lines += [f"    local -a commands=({described})", "    case $state in",
                      "        command) _describe command commands ;;", "        argument)",
                      "            case $line[1] in"]
            lines += [f"                {inner['name']})"
                      f" {zsh_function(program, path + (inner['name'],))} ;;"
                      for inner in command["commands"]]
            lines += ["            esac", "            ;;", "    esac"]
        functions.append("\n".join(lines + ["}"]))
    head = (f"#compdef {program['name']}\n"
            f"# Completion of {program['name']} for zsh, made from the program's own options.\n")
    return head + "\n" + "\n\n".join(functions) + f"\n\n{zsh_function(program, ())} \"$@\"\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program", type=pathlib.Path)
    parser.add_argument("--ask", required=True, help="--describe or --help")
    parser.add_argument("--man", required=True, type=pathlib.Path, help="template of the man page")
    parser.add_argument("--out", required=True, type=pathlib.Path, help="folder of the results")
    parser.add_argument("--version", default="", help="the program's version")
    parser.add_argument("--datadir", default="/usr/share", help="where shared files are installed")
    arguments = parser.parse_args()
    name = arguments.program.name
    program = ask(arguments.program, arguments.ask)
    page = man_page(program, arguments.man.read_text(encoding="utf-8"), arguments.version,
                    arguments.datadir)
    for path, text in ((f"man/man1/{name}.1", page),
                       (f"bash-completion/completions/{name}", bash_completion(program)),
                       (f"zsh/vendor-completions/_{name}", zsh_completion(program))):
        target = arguments.out / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    try:
        main()
    except (OSError, ValueError, KeyError, subprocess.SubprocessError) as error:
        sys.exit(f"error: {error}")
