# Words that the scripts share. Sourced by bash scripts, after they went to the project's folder.

JOBS=${JOBS:-$(nproc)}
CORPUS_DIR=${CORPUS_DIR:-../shared/data}  # real feeds that are not ours to publish

if [[ -z ${NO_COLOR:-} && -t 2 ]]; then
  say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
else
  say() { printf '==> %s\n' "$*" >&2; }
fi

stop() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# The sources of ours that `git` knows or would add, in any of the folders given.
our_sources() {
  git ls-files --cached --others --exclude-standard -- "$@" | grep -E '\.(cpp|h)$' |
    while read -r file; do [[ ! -f $file ]] || printf '%s\n' "$file"; done
}
