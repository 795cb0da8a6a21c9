import importlib.util
import json
import os
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import preflight
from preflight import discovery, edition, examine, plugins
from preflight.model import PreflightError

EXAMPLE = Path(__file__).parents[1] / "examples" / "plugin"
PLUGIN = """
from dataclasses import dataclass
from preflight.model import Finding, Rule
API_VERSION = 1
RULES = (Rule("NAME.word", "a word", "Finds a word."),)
@dataclass(frozen=True)
class Options:
    word: str = "WORD"
def check(document, options):
    for run in document.runs:
        if options.word in run.text:
            start = run.text.index(options.word)
            yield Finding("NAME.word", "found", run.span(start, start + len(options.word)), options.word)
"""


@pytest.fixture
def path(tmp_path, monkeypatch):
    """A folder on the import path, with a cache folder to itself."""
    monkeypatch.setenv("PREFLIGHT_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "packages"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    plugins.installed.cache_clear()
    before = set(sys.modules)
    yield folder
    for name in set(sys.modules) - before:
        if (getattr(sys.modules[name], "__file__", None) or "").startswith(str(folder)):
            del sys.modules[name]
    plugins.installed.cache_clear()
    plugins._loaded.cache_clear()


def install(folder, name, code=None, *, module="", distribution="example-plugin"):
    """As pip would leave it: the module, and the metadata that registers it."""
    module = module or f"plugin_{name.replace('-', '_')}"
    metadata = folder / f"{distribution.replace('-', '_')}-1.2.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {distribution}\nVersion: 1.2\n")
    (metadata / "entry_points.txt").write_text(f"[preflight.checkers]\n{name} = {module}\n")
    (folder / f"{module}.py").write_text(code if code is not None else PLUGIN.replace("NAME", name))
    importlib.invalidate_caches()


def page(name, *, options=None):
    settings = examine.Settings({name: {plugins.SOURCE: plugins.installed()[name].source, **(options or {})}})
    return examine.examine(b"<p>a WORD and another</p>", "text/html", settings)


# --- found, remembered, loaded --------------------------------------------------------------------------


def test_an_installed_plugin_is_found_and_works(path):
    install(path, "words")
    assert [(plugin.name, plugin.origin) for plugin in plugins.installed().values() if plugin.name == "words"] == [
        ("words", "example-plugin 1.2")
    ]
    assert [finding[0] for finding in page("words")["findings"]] == ["words.word"]
    assert not page("words", options={"word": "nowhere"})["findings"]


def test_what_is_installed_is_remembered_until_the_import_path_changes(path, monkeypatch):
    install(path, "words")
    first = discovery.installed()
    with monkeypatch.context() as patch:
        patch.setattr(discovery, "_offered", lambda places: pytest.fail("looked again"))
        assert discovery.installed() == first
    install(path, "sounds", distribution="another-plugin")
    os.utime(path, ns=(1, 1))  # however coarse the file system's clock is
    assert {"words", "sounds"} <= {plugin.name for plugin in discovery.installed()}


def test_a_broken_memory_is_as_good_as_none(path):
    install(path, "words")
    file = discovery.folders.cache_folder() / "plugins.tsv"
    first = discovery.installed()
    file.write_bytes(b"\xff\0 a\tb\n" * 3)
    assert discovery.installed() == first


def test_the_folder_being_checked_cannot_offer_plugins(path, monkeypatch):
    install(path, "words")
    monkeypatch.chdir(path)
    assert "words" not in {plugin.name for plugin in discovery.installed()}


def test_an_object_may_be_a_checker(path):
    install(path, "words", "import words_inside\nchecker = words_inside", module="offers")
    (path / "words_inside.py").write_text(PLUGIN.replace("NAME", "words"))
    (path / "example_plugin-1.2.dist-info" / "entry_points.txt").write_text(
        "[preflight.checkers]\nwords = offers:checker\n"
    )
    assert page("words")["findings"]


def test_two_clients_may_each_have_a_file_of_the_same_name(tmp_path):
    found = []
    for client, word in (("one", "WORD"), ("two", "another")):
        file = tmp_path / client / "our_words.py"
        file.parent.mkdir()
        file.write_text(PLUGIN.replace("NAME", "our-words").replace('"WORD"', f'"{word}"'))
        plugin = plugins.from_file(file)
        settings = examine.Settings({plugin.name: {plugins.SOURCE: plugin.source}})
        found += [
            finding[3] for finding in examine.examine(b"<p>a WORD and another", "text/html", settings)["findings"]
        ]
    assert found == ["WORD", "another"]


# --- refused in a sentence that says whom to ask --------------------------------------------------------

REFUSED = {
    "API_VERSION = 1": ("", "does not say which checkers it is written for: API_VERSION = 1"),
    "API_VERSION = 1 ": (
        "API_VERSION = 99",
        "is written for version 99 of preflight's checkers; this preflight runs version 1",
    ),
    '"NAME.word", "a word"': (
        '"dates.word", "a word"',
        "has a rule 'dates.word': the ids of its rules start with \"words.\"",
    ),
    "class Options": ("class Choices", "has no Options"),
    "def check": ("def chekc", "has neither check nor review"),
    "@dataclass(frozen=True)": ("", "has Options that are neither a dataclass nor a msgspec.Struct"),
    "RULES = (": ("RULES = 5, (", "has RULES that are no list of preflight.model.Rule"),
    "import dataclass": ("import dataklass", "cannot be loaded (ImportError: cannot import name 'dataklass'"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_a_module_that_is_no_checker_is_refused(path, wrong):
    instead, why = REFUSED[wrong]
    install(path, "words", PLUGIN.replace(wrong.strip(), instead).replace("NAME", "words"))
    with pytest.raises(PreflightError) as refused:
        plugins.module("words")
    assert str(refused.value).startswith("plug-in 'words' (example-plugin 1.2) ")
    assert why in str(refused.value)


@pytest.mark.parametrize("name", ["dates", "mail", "Loud", "a.b"])
def test_a_name_that_is_taken_or_impossible_is_refused(path, name):
    install(path, name, module="named")
    with pytest.raises(PreflightError, match=r"example-plugin 1\.2"):
        plugins.installed()


def test_two_packages_cannot_share_a_name(path):
    install(path, "words")
    install(path, "words", distribution="other-plugin")
    with pytest.raises(PreflightError, match=r"other-plugin 1\.2 and example-plugin 1\.2"):
        plugins.installed()


def test_a_checker_nobody_has_is_refused(path):
    with pytest.raises(PreflightError, match="no checker called 'nothing'"):
        plugins.module("nothing")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(PreflightError, match="no such plug-in file"):
        plugins.from_file(tmp_path / "voice.py")


# --- the settings' digest -------------------------------------------------------------------------------


def test_an_option_a_plugin_and_its_code_each_change_the_digest(path):
    install(path, "words")
    source = plugins.installed()["words"].source

    def digest(**options):
        edition.of_plugin.cache_clear()
        return examine.Settings({"words": {plugins.SOURCE: source, **options}}).digest()

    first = digest()
    assert digest() == first
    assert digest(word="other") != first
    assert examine.Settings({}).digest() != first
    (path / "plugin_words.py").write_text(PLUGIN.replace("NAME", "words") + "# mended\n")
    assert digest() != first


# --- a separate package, from pip to the report ---------------------------------------------------------


@pytest.fixture(scope="module")
def voice(tmp_path_factory):
    """The example package, built and installed by pip into a folder of its own."""
    pytest.importorskip("hatchling", reason="builds the example package")
    if importlib.util.find_spec("pip") is None:
        pytest.skip("builds the example package")
    folder = tmp_path_factory.mktemp("voice")
    shutil.copytree(EXAMPLE, folder / "source")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    pip += ["--disable-pip-version-check", "--no-compile", "--target", folder / "installed", folder / "source"]
    subprocess.run(pip, check=True, capture_output=True)
    return folder


def run(voice, *arguments, cwd=None):
    environment = os.environ | {"PYTHONPATH": str(voice / "installed"), "PREFLIGHT_CACHE": str(voice / "cache")}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, encoding="utf-8", env=environment, cwd=cwd, check=False)


def test_the_example_package_passes_its_own_tests(voice):
    tests = run(voice, "-m", "pytest", "-q", "-p", "no:cacheprovider", "tests", cwd=voice / "source")
    assert tests.returncode == 0, tests.stdout + tests.stderr


def test_the_example_package_is_configured_and_reported_like_a_built_in_family(voice, tmp_path):
    (tmp_path / "page.html").write_text("<html lang=en><title>A</title><p>New! Now! Really a game-changer!</p>")
    (tmp_path / "preflight.toml").write_text(
        textwrap.dedent("""
            plugins = ["voice"]
            [voice]
            exclamations = 2
            phrases = ["game-changer"]
            times = 0
            [severity]
            "voice.exclamation" = "error"
        """)
    )
    options = ["--offline", "--format", "json", "--select", "voice.*"]
    checked = run(voice, "-m", "preflight", "check", "page.html", *options, cwd=tmp_path)
    assert checked.returncode == 1, checked.stderr
    findings = json.loads(checked.stdout)["findings"]
    assert [(found["rule"], found["severity"], found["location"]["column"]) for found in findings] == [
        ("voice.overused", "info", 53),
        ("voice.exclamation", "error", 65),
    ]


# --- a whole run with a client's own file ---------------------------------------------------------------


@pytest.fixture
def client(path, tmp_path, monkeypatch):
    folder = tmp_path / "client"
    folder.mkdir()
    monkeypatch.chdir(folder)
    (folder / "page.html").write_text("<!doctype html><html lang=en><title>A</title><p>This is a WORD.</p>")
    (folder / "preflight.toml").write_text('plugins = ["our_words.py"]\nselect = ["our-words"]\n')
    (folder / "our_words.py").write_text(PLUGIN.replace("NAME", "our-words"))
    return folder


def check(**options):
    return preflight.check(["page.html"], config="preflight.toml", offline=True, **options)


def test_a_clients_own_file_runs_only_where_that_is_allowed(client):
    with pytest.raises(PreflightError, match="--allow-plugins"):
        check()
    report = check(allow_plugins=True)
    assert [judged.finding.rule for judged in report.findings] == ["our-words.word"]
    assert report.verdict == "FAIL"


def test_what_it_found_is_remembered_until_its_code_changes(client, monkeypatch):
    first = check(allow_plugins=True)
    with monkeypatch.context() as patch:
        patch.setattr(subprocess, "Popen", None)  # no worker may start
        assert check(allow_plugins=True) == first
    edition.of_plugin.cache_clear()
    plugins._loaded.cache_clear()
    (client / "our_words.py").write_text(PLUGIN.replace("NAME", "our-words").replace("WORD", "NONE"))
    assert check(allow_plugins=True).verdict == "PASS"


def test_a_crash_makes_the_verdict_incomplete(client):
    code = PLUGIN.replace("NAME", "our-words").replace("    for run", "    import os; os._exit(1)\n    for run")
    (client / "our_words.py").write_text(code)
    report = check(allow_plugins=True)
    assert report.verdict == "INCOMPLETE"
    assert [(gap.what, gap.target, gap.why) for gap in report.not_checked if not gap.intended] == [
        ("our-words", "page.html", "crashed (exit code 1)")
    ]
