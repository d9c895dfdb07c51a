"""XLSForms as they come from people, made here."""

import io

from openpyxl import Workbook

COLUMNS = ["type", "name", "label::English (en)", "label::العربية (ar)", "required", "relevant", "constraint"]
COLUMNS += ["constraint_message::English (en)", "hint::English (en)", "calculation", "appearance"]
SURVEY = [
    ["start", "start"],
    ["begin group", "home", "Home", "البيت"],
    ["select_one yn", "lives", "Lives alone?", "يعيش وحده؟", "yes"],
    ["integer", "rooms", "Rooms", "الغرف", "", "${lives} = 'no'", ". > 0 and . < 50", "From 1 to 49."],
    ["end group"],
    ["begin repeat", "child", "Child", "طفل", "", "${lives} = 'no'"],
    ["integer", "age", "Age", "العمر"],
    ["select_one yn", "school", "Goes to school?", "يذهب إلى المدرسة؟", "", "${age} >= 6"],
    ["end repeat"],
    ["begin group", "rest", "The rest", "الباقي"],
    ["select_multiple wants", "wants", "Wants", "يريد"],
    ["date", "by", "By when", "حتى متى", "", "selected(${wants}, 'papers')", ". >= today()"],
    ["calculate", "few", "", "", "", "", "", "", "", "count-selected(${wants}) < 2"],
    ["text", "words", "In their words", "بكلماته", "", "${few}", "", "", "Only if offered.", "", "multiline"],
    ["note", "thanks", "Thank you.", "شكرًا."],
    ["end group"],
]
CHOICES = [
    ["yn", "yes", "Yes", "نعم", ""],
    ["yn", "no", "No", "لا", "Ask who else is there."],
    ["wants", "bed", "A bed", "سرير", ""],
    ["wants", "papers", "Papers", "أوراق", ""],
]


def workbook(survey=SURVEY, *, columns=COLUMNS, choices=CHOICES, form_id="home_visit", title="Home visit", extra=()):
    """An XLSX file as bytes in memory."""
    book = Workbook()
    sheet = book.active
    sheet.title = "survey"
    for row in [columns, *survey]:
        sheet.append(row)
    sheet = book.create_sheet("choices")
    headings = ["list_name", "name", "label::English (en)", "label::العربية (ar)", "prompt::English (en)", *extra]
    for row in [headings, *choices]:
        sheet.append(row)
    sheet = book.create_sheet("settings")
    sheet.append(["form_title", "form_id", "default_language"])
    sheet.append([title, form_id, "English (en)"])
    return as_file(book)


def as_file(book):
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "form.xlsx"
    return file
