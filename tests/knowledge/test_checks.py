"""The declared comparisons name figures of the contract."""

from builder.knowledge import load_checks, load_tables


def test_ids_are_those_of_the_catalogue_form() -> None:
    for check in load_checks():
        assert check.id[0] in "ABCDEFGHKR"
        assert check.id[1:].isdigit()


def test_every_figure_has_a_measure_of_its_table() -> None:
    measures = {form.id: {m.name for m in form.measures} for form in load_tables().forms}
    for check in load_checks():
        names = [name for rule in check.equals for name in (*rule.figures, *rule.bases)]
        names += [name for rule in check.sums for name in (rule.total, *rule.parts, *rule.more, *rule.bases)]
        names += [name for rule in check.at_most for name in (*rule.parts, *rule.whole)]
        for name in names:
            assert name.table == "N" or name.measure in measures[name.table], (check.id, name)


def test_level_and_words_never_accuse() -> None:
    for check in load_checks():
        assert not any(word in check.name + check.plain for word in ("错误", "违规", "造假")), check.id
