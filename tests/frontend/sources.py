"""Where the web room's texts lie, and which of them are shown to people."""

import ast
import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parent.parent.parent
FRONTEND = HOUSE / "frontend"
STATIC = FRONTEND / "static"
TRANSLATORS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
IN_TEMPLATE = re.compile(r"""\{%\s*translate\s+("[^"]*"|'[^']*')""")
BLOCK = re.compile(r"\{%\s*blocktranslate[^%]*%\}(.*?)\{%\s*(?:plural|endblocktranslate)\s*%\}", re.DOTALL)


def templates() -> list[Path]:
    return sorted(FRONTEND.glob("templates/**/*.html"))


def template_strings() -> set[str]:
    found = set()
    for path in templates():
        text = path.read_text(encoding="utf-8")
        found |= {quoted[1:-1] for quoted in IN_TEMPLATE.findall(text)}
        found |= {re.sub(r"\{\{\s*(\w+)\s*\}\}", r"%(\1)s", body) for body in BLOCK.findall(text)}
    return {text.replace("%%", "%") for text in found}


def python_strings() -> set[str]:
    return {text for path in FRONTEND.glob("**/*.py") for text in _calls(ast.parse(path.read_text(encoding="utf-8")))}


def _calls(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    return {_first_words(call) for call in calls if call.func.id in TRANSLATORS} - {""}


def _first_words(call: ast.Call) -> str:
    argument = call.args[1 if call.func.id.startswith("pgettext") else 0]
    return argument.value if isinstance(argument, ast.Constant) else ""
