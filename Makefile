# The commands of this project. Each sets up what it needs first.

export NO_MKDOCS_2_WARNING := 1
bin := .venv/bin
# One process of tests more than processors, since tests in a browser wait half of their time.
processes := $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)

.PHONY: site preview serve intranet pack rename digest check test test-all lint lock schema clean

## make site: build the site into site/, refusing every mistake; the last good site stays until the new one takes its place
site: .venv/.ready-for-site
	@"$(bin)/briefings" build

## make preview: the same into preview/, with drafts and briefings that wait for their day, to look at before a merge; never publish it
preview: .venv/.ready-for-site
	@"$(bin)/briefings" build --preview

## make serve: show the site while you edit, at the address that it prints; a mistake is listed and shown on its page
serve: .venv/.ready-for-site
	@"$(bin)/briefings" check --settings
	@"$(bin)/mkdocs" serve --livereload

## make intranet: build the site and write it as one zip to hand on, into intranet/
intranet: site
	@"$(bin)/briefings" intranet

## make pack TOPIC=unborn-babies: build the site, and put the briefings of a topic as one PDF into packs/
## make pack BRIEFINGS="safer-sleep bruising-in-babies" TITLE="Our day": the same of chosen briefings, in that order
pack: site
	@"$(bin)/briefings" pack $${TOPIC:+"$$TOPIC"} $${BRIEFINGS:+--briefings $$BRIEFINGS} $${TITLE:+--title "$$TITLE"}

## make digest SINCE=2026-10: write which briefings are new, have changed or were withdrawn since, for a newsletter, into digest/
digest: .venv/.ready-for-site
	@"$(bin)/briefings" digest --since "$(SINCE)" --to digest

## make rename OLD=safer-sleep NEW=safe-sleep: give the file of a briefing another name; links to it change, its old address leads on
rename: .venv/.ready-for-site
	@"$(bin)/briefings" rename "$${OLD:?write make rename OLD=old-name NEW=new-name}" "$${NEW:?write make rename OLD=old-name NEW=new-name}"

## make check: only list the mistakes, all that make site would refuse; site/ stays as it is
check: .venv/.ready-for-site
	@"$(bin)/briefings" check

## make test: what must pass before a change is put forward; needs Python, git, make and a Chromium
test: .venv/.ready-for-test lint
	"$(bin)/python" -m pytest --numprocesses $(processes) --dist loadfile --quiet -m "not slow"

## make test-all: that, and what takes longer or more programs: Firefox, WebKitGTK, nginx, the W3C's checker, a year of link checks, random kills
test-all: .venv/.ready-for-test-all test
	"$(bin)/python" -m pytest --numprocesses $(processes) --dist loadfile --quiet -m slow

lint: .venv/.ready-for-test
	"$(bin)/ruff" check .
	"$(bin)/ruff" format --check .
	"$(bin)/mypy" hooks/sevenminute hooks/*.py tests benchmarks scripts

## make schema: write schemas/ anew after a change of the model
schema: .venv/.ready-for-site
	@"$(bin)/briefings" schema

## make lock: compile the lock files anew from pyproject.toml, with the newest versions that it allows
lock: .venv/.ready-for-site
	@command -v uv >/dev/null || "$(bin)/python" -m pip install --quiet 'uv>=0.9'
	@PATH="$(bin):$$PATH" uv pip compile --quiet --upgrade --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --extra pdf --output-file requirements.txt pyproject.toml
	@PATH="$(bin):$$PATH" uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --extra pdf --extra test --constraint requirements.txt --output-file requirements-test.txt pyproject.toml
	@PATH="$(bin):$$PATH" uv pip compile --quiet --universal --python-version 3.11.5 --generate-hashes --no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' --extra browser --constraint requirements.txt --output-file requirements-browser.txt pyproject.toml

clean:
	rm -rf site preview intranet packs digest .cache/pdf .cache/files .site.* .venv

.venv/.ready-for-site: requirements.txt pyproject.toml scripts/setup
	@scripts/setup site

.venv/.ready-for-links: requirements-browser.txt pyproject.toml scripts/setup
	@scripts/setup links

.venv/.ready-for-test: requirements-test.txt pyproject.toml scripts/setup
	@scripts/setup test

.venv/.ready-for-test-all: requirements-test.txt pyproject.toml scripts/setup tests/npm/package-lock.json tests/specifications.txt | .venv/.ready-for-test
	@scripts/setup test-all
