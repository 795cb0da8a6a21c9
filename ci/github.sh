#!/usr/bin/env bash
# What the GitHub action runs. A pull request: what is new in it, with the configuration of the branch that it goes into,
# so that nobody waives a finding in the change that brings it. A schedule: everything, and one issue that says so.
set -euo pipefail

readonly MARK='<!-- preflight -->'
readonly temp="${RUNNER_TEMP:-$(mktemp -d)}"
readonly note="$temp/preflight-note.md" sarif="$temp/preflight.sarif" json="$temp/preflight.json"

options=(--format github --format "sarif:$sarif" --format "json:$json" --format "comment:$note")
while IFS= read -r line; do
  if [ -n "$line" ]; then options+=("$line"); fi
done <<<"${ARGUMENTS:-}"
if [ -n "${PULL_REQUEST:-}" ]; then
  base="$temp/preflight-base"
  if git fetch --quiet --depth=1 origin "$BASE" && git worktree add --quiet --force --detach "$base" "$BASE"; then
    if [ -f "$base/preflight.toml" ]; then options+=(--config "$base/preflight.toml"); else options+=(--no-config); fi
  else
    echo "::warning title=preflight::The branch that this goes into could not be read: no configuration is used."
    options+=(--no-config)
  fi
  AGAINST="${AGAINST:-git:$BASE}"
  options+=(--new-only)
fi
if [ -n "${AGAINST:-}" ]; then options+=(--against "$AGAINST"); fi

code=0
preflight check "$TARGET" "${options[@]}" || code=$?
if [ "$code" -ne 0 ] && [ "$code" -ne 1 ] && [ "$code" -ne 3 ]; then exit "$code"; fi
case "$code" in 0) verdict=PASS ;; 1) verdict=FAIL ;; *) verdict=INCOMPLETE ;; esac
{
  echo "verdict=$verdict"
  echo "sarif=$sarif"
} >>"${GITHUB_OUTPUT:-/dev/null}"

# Keep one comment: the one that bears the mark is replaced, and there is none about a change that was always fine.
comment() {
  local earlier
  earlier="$(gh api --paginate "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" \
    --jq ".[] | select(.body | startswith(\"$MARK\")) | .id" | head -n 1)"
  { echo "$MARK"; cat "$note"; } >"$note.body"
  if [ -n "$earlier" ]; then
    gh api --silent --method PATCH "repos/$GITHUB_REPOSITORY/issues/comments/$earlier" --field "body=@$note.body"
  elif [ "$code" -ne 0 ]; then
    gh api --silent --method POST "repos/$GITHUB_REPOSITORY/issues/$PULL_REQUEST/comments" --field "body=@$note.body"
  fi
}

# Keep one issue open while something is wrong, and close it when nothing is.
issue() {
  local number title
  title="preflight: $TARGET"
  number="$(gh issue list --repo "$GITHUB_REPOSITORY" --state open --limit 200 --json number,body \
    --jq ".[] | select(.body | startswith(\"$MARK $TARGET\")) | .number" | head -n 1)"
  { echo "$MARK $TARGET"; cat "$note"; } >"$note.body"
  if [ "$code" -eq 0 ]; then
    if [ -n "$number" ]; then gh issue close --repo "$GITHUB_REPOSITORY" "$number" --comment "Everything is fine again."; fi
  elif [ -n "$number" ]; then
    gh issue edit --repo "$GITHUB_REPOSITORY" "$number" --body-file "$note.body"
  else
    gh issue create --repo "$GITHUB_REPOSITORY" --title "$title" --body-file "$note.body"
  fi
}

# What is written there is a help, and its failure is no verdict. A fork may write nothing; the summary has it all.
if [ -n "${PULL_REQUEST:-}" ] && [ "${COMMENT:-}" = true ] && [ "${IS_FORK:-}" != true ]; then
  comment || echo "::warning title=preflight::The comment could not be written; the summary of this step has it all."
elif [ "${GITHUB_EVENT_NAME:-}" = schedule ] && [ "${ISSUE:-}" = true ]; then
  issue || echo "::warning title=preflight::The issue could not be written; the summary of this step has it all."
fi
exit "$code"
