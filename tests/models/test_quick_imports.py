"""What makes the first answer come sooner changes nothing of what it hurries."""

import marshal
import os
import subprocess
import sys
from pathlib import Path

import jieba
import pytest
from support.locations import ROOT

from rag.text.terms import Terms, _frequencies


def python(code: str, **environment: str) -> list[str]:
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=600, env={**os.environ, **environment}
    )
    assert found.returncode == 0, found.stderr
    return found.stdout.split()


# ---- quick imports


@pytest.mark.model
def test_modules_that_are_not_needed_are_left_out_and_real_afterwards():
    assert python(
        "import sys, gc; from rag.models.quick_imports import quick_imports\n"
        "with quick_imports():\n"
        "    import sentence_transformers.util.similarity as s\n"
        "    import transformers.loss.loss_for_object_detection as d\n"
        "print([m in sys.modules for m in ('sklearn', 'sklearn.metrics', 'scipy.optimize')], gc.isenabled())\n"
        "import torch; a = torch.eye(2)\n"
        "print(float(s.pairwise_distances([[0.0, 0.0]], [[3.0, 4.0]])[0, 0]))\n"
        "print(d.linear_sum_assignment([[1, 0], [0, 1]])[1].tolist())\n"
        "from sklearn.metrics import f1_score; print(f1_score([1, 0], [1, 0]))\n"
        "import scipy.optimize; print(scipy.optimize.linear_sum_assignment is not d.linear_sum_assignment)",
    ) == ["[False,", "False,", "False]", "True", "5.0", "[1,", "0]", "1.0", "True"]


@pytest.mark.slow
def test_a_stand_in_that_is_called_before_it_has_left_is_real_all_the_same():
    assert python(
        "from rag.models.quick_imports import _deferred\n"
        "with _deferred():\n"
        "    from scipy.optimize import linear_sum_assignment as f\n"
        "    print(f([[1, 0], [0, 1]])[1].tolist())"
    ) == ["[1,", "0]"]


@pytest.mark.model
def test_transformers_knows_the_same_names_and_is_left_as_it_was():
    names = (
        "from transformers.utils import import_utils as u\n"
        "import hashlib, sys, transformers.models as m\n"
        "print(len(dir(m)), hashlib.sha256(repr([(k, str(getattr(m, '_class_to_module').get(k)))"
        " for k in sorted(dir(m))]).encode()).hexdigest())\n"
        "print(u.create_import_structure_from_path.__module__, hasattr(u.create_import_structure_from_path,"
        " 'cache_info'), u.create_import_structure_from_path.cache_parameters()['maxsize'], u.fetch__all__.__name__)\n"
    )
    quick = python(
        "import sys; from rag.models.quick_imports import quick_imports\n"
        "finders = list(sys.meta_path)\n"
        "with quick_imports():\n    import transformers, transformers.models\n"
        "assert not [f for f in sys.meta_path if type(f).__module__ == 'rag.models.quick_imports']\n" + names
    )
    assert quick == python("import transformers, transformers.models\n" + names)
    assert int(quick[0]) > 1000


@pytest.mark.parametrize("content", ["", "def create_import_structure_from_path(path): return 1", "fetch__all__ = 3"])
def test_a_transformers_of_another_make_is_imported_as_it_is(tmp_path: Path, content: str):
    package = tmp_path / "transformers"
    (package / "utils").mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "utils" / "__init__.py").write_text("")
    (package / "utils" / "import_utils.py").write_text(f"{content}\nDONE = True\n")
    assert python(
        "from rag.models.quick_imports import quick_imports\n"
        "with quick_imports():\n    from transformers.utils.import_utils import DONE\n"
        "print(DONE)",
        PYTHONPATH=f"{tmp_path}{os.pathsep}{ROOT}",
    ) == ["True"]


# ---- jieba's dictionary

CUT = "from rag.text.terms import Terms; print(*Terms().cut('太原市社区医院'))"


@pytest.mark.parametrize(
    "kept",
    [
        None,
        b"",
        b"no marshal",
        marshal.dumps(3),
        marshal.dumps(({}, 1))[:4],
        marshal.dumps(({}, 1)),
        marshal.dumps(({"太原": "3"}, 1)),
        marshal.dumps(({3: 3}, 1)),
        marshal.dumps(({"太原": 3}, "1")),
        marshal.dumps(["太原", 1]),
        marshal.dumps(({"太原": 3}, -1)),
        marshal.dumps(({"太原": 3}, 1, 2)),
    ],
    ids=[
        "none",
        "empty",
        "other",
        "number",
        "cut-short",
        "no-words",
        "words-of-text",
        "numbers-for-words",
        "sum-of-text",
        "a-list",
        "sum-below-zero",
        "three-parts",
    ],
)
def test_without_a_whole_one_kept_the_dictionary_is_made_anew(kept: bytes | None):
    assert _frequencies(kept) is None


def test_a_whole_one_is_taken():
    assert _frequencies(marshal.dumps(({"太原": 3, "太": 0}, 3))) == ({"太原": 3, "太": 0}, 3)


@pytest.mark.slow
def test_a_damaged_one_is_replaced(tmp_path: Path):
    (tmp_path / "wenbao").mkdir(mode=0o700)
    kept = tmp_path / "wenbao" / f"jieba-{jieba.__version__}"
    kept.write_bytes(b"no marshal")
    assert python(CUT, XDG_CACHE_HOME=str(tmp_path)) == Terms().cut("太原市社区医院")
    assert kept.stat().st_size > 1_000_000


@pytest.mark.slow
def test_the_dictionary_in_one_piece_is_the_one_that_jieba_reads():
    assert python(
        "import jieba; from rag.text.terms import Terms; Terms().cut('预热'); own = jieba.Tokenizer()\n"
        "own.initialize(); print(own.FREQ == jieba.dt.FREQ, own.total == jieba.dt.total)"
    ) == ["True", "True"]


def test_a_dictionary_that_was_set_in_the_place_of_jiebas_is_kept(tmp_path: Path):
    (tmp_path / "words.txt").write_text("太原市社区 5 n\n", "utf-8")
    assert "太原市社区" in python(
        f"import jieba; jieba.set_dictionary({str(tmp_path / 'words.txt')!r})\n" + CUT, TMPDIR=str(tmp_path)
    )
