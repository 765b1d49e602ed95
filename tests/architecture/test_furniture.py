"""The ways of the house that a machine can check."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ["core", "partners", "catalog", "marketplace"]
FORBIDDEN_NAMES = {"utils.py", "helpers.py", "common.py", "manager.py"}
LONGEST_FILE = 350


def modules() -> Iterator[Path]:
    for floor in [*FLOORS, "config"]:
        for path in (ROOT / floor).rglob("*.py"):
            if "migrations" not in path.parts:
                yield path


def rooms() -> Iterator[Path]:
    for floor in FLOORS:
        yield from sorted(path.parent for path in (ROOT / floor).glob("*/apps.py"))


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", list(modules()), ids=name)
def test_a_file_is_short_and_named_after_its_subject(path):
    assert path.name not in FORBIDDEN_NAMES
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("room", list(rooms()), ids=name)
def test_a_room_says_in_one_sentence_what_it_is_for(room):
    docstring = ast.get_docstring(ast.parse((room / "__init__.py").read_text()))
    assert docstring
    assert docstring.rstrip().endswith(".")


def tells_a_story(function: ast.FunctionDef) -> bool:
    """Whether it is a public function that records a fact, itself or through others that take an actor."""
    taken = [argument.arg for argument in [*function.args.args, *function.args.kwonlyargs]]
    calls = {
        node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    }
    return not function.name.startswith("_") and ("record" in calls or "actor" in taken)


def exported(package: Path) -> set[str]:
    """What a folder of actions lets others use; the rest are steps within an action."""
    tree = ast.parse((package / "__init__.py").read_text())
    return {alias.name for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names}


def actions() -> Iterator[tuple[str, ast.FunctionDef]]:
    for room in rooms():
        public = exported(room / "actions") if (room / "actions").is_dir() else None
        for path in [*room.glob("actions.py"), *room.glob("actions/*.py")]:
            for node in ast.parse(path.read_text()).body:
                if (
                    isinstance(node, ast.FunctionDef)
                    and (public is None or node.name in public)
                    and tells_a_story(node)
                ):
                    yield f"{name(path)}:{node.name}", node


@pytest.mark.parametrize(("where", "action"), [pytest.param(*pair, id=pair[0]) for pair in actions()])
def test_an_action_is_keyword_only_and_ends_in_actor_and_at(where, action):
    assert not action.args.args, f"{where} takes positional arguments"
    assert [argument.arg for argument in action.args.kwonlyargs][-2:] == ["actor", "at"]


@pytest.mark.parametrize("path", [p for p in modules() if p.name != "apps.py"], ids=name)
def test_our_own_imports_stand_at_the_top(path):
    tree = ast.parse(path.read_text())
    top = {id(node) for node in tree.body}
    for statement in tree.body:
        if isinstance(statement, ast.If) and "TYPE_CHECKING" in ast.dump(statement.test):
            top |= {id(node) for node in ast.walk(statement)}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] in FLOORS:
            assert id(node) in top, f"{name(path)}:{node.lineno} imports {node.module} inside a block"


@pytest.mark.parametrize("path", [p for p in modules() if p.name == "models.py"], ids=name)
def test_only_actions_and_their_kin_open_transactions(path):
    assert "atomic" not in path.read_text()


@pytest.mark.parametrize(
    "path", [p for p in modules() if p.stem in {"api", "pages", "admin"} or p.parent.name == "api"], ids=name
)
def test_a_skin_holds_no_transaction_and_saves_nothing(path):
    for word in (".save(", "bulk_create(", "transaction.atomic", ".objects.create("):
        assert word not in path.read_text(), f"{name(path)} writes ({word})"
