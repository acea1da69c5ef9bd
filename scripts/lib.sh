# Words that the scripts share. Sourced by bash scripts, after they went to the project's folder.

JOBS=${JOBS:-$(nproc)}
CORPUS_DIR=${CORPUS_DIR:-../shared/data}  # real feeds that are not ours to publish

# Where BEGAN (seconds, as $EPOCHSECONDS) is set, every step says how many minutes have gone since.
if [[ -z ${NO_COLOR:-} && -t 2 ]]; then
  say() { printf '\033[1m==> %s%s\033[0m\n' "${BEGAN:+[$(((EPOCHSECONDS - BEGAN) / 60)) min] }" "$*" >&2; }
else
  say() { printf '==> %s%s\n' "${BEGAN:+[$(((EPOCHSECONDS - BEGAN) / 60)) min] }" "$*" >&2; }
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
