"""What the check of a plan file says of its keys, in the words of the workbook's headings."""

# A test holds these to the messages: no key of the file may be left in what people read about a workbook.
_PHRASES = (
    ("が departments にありません", "がシート「課」にありません"),
    ("が categories にありません", "がシート「分類」にありません"),
    ("が frameworks にありません", "がシート「枠組みの項目」にありません"),
    ("この取組事項の item_lists にありません", "シート「個別項目」のこの取組の行にありません"),
    ("課の集合（kind: group）だけ", "種別が「課の集合」の行だけ"),
    (
        " departments_printed: no とします",
        "シート「取組事項」の「担当課の記載」を「資料に記載なし」とします",
    ),
    ("担当（responsibilities）があるので yes に", "シート「担当」に行があるので「記載あり」に"),
    ("not_stated に「", "シート「計画」の「資料に記載のないもの」に「"),
    ("grade_scale の version を", "シート「計画」の「評価尺度の版」を"),
    ("name と grades は", "「評価尺度の名称」とシート「評価尺度」は"),
    (
        "name と grades を省いてください",
        "「評価尺度の名称」とシート「評価尺度」の行を空欄にしてください",
    ),
    ("name と grades を", "「評価尺度の名称」とシート「評価尺度」を"),
    ("version を", "シート「計画」の「評価尺度の版」を"),
)


def reworded(message: str) -> str:
    """Return a message without keys of the plan file."""
    for key, words in _PHRASES:
        message = message.replace(key, words)
    return message
