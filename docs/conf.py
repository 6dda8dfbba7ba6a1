"""How Sphinx makes the site: pages of plain Markdown, read and searched from a folder, loading nothing from elsewhere."""

import re

project = "Ticketvault"
extensions = ["myst_parser"]
exclude_patterns = ["site", ".installed"]
# Two hyphens in a sentence are an option, not a dash.
smartquotes = False

# The pages are written for readers of plain Markdown: nothing else in them means anything.
myst_disable_syntax = ["myst_block_break", "myst_line_comment", "myst_role", "myst_target"]
myst_heading_anchors = 6

html_theme = "furo"
html_title = project
html_copy_source = False
html_use_index = False
# Results with their text would fetch the pages, which no browser allows to a page that was opened from a folder.
html_show_search_summary = False


def add_navigation(_app, docname, source):
    """The menu: the pages that each section of index.md links, once, where they are linked first."""
    if docname != "index":
        return
    named = []
    for section in re.split(r"^## ", source[0], flags=re.MULTILINE)[1:]:
        caption, text = section.split("\n", 1)
        pages = [page for page in dict.fromkeys(re.findall(r"\]\(([\w-]+)\.md", text)) if page not in named]
        named += pages
        lines = "\n".join(pages)
        if pages:
            source[0] += f"\n```{{toctree}}\n:caption: {caption}\n:hidden:\n\n{lines}\n```\n"


def level_captions(_app, _pagename, _templatename, context, _doctree):
    """Captions of the menu are headings without a level, which a screen reader cannot place."""
    menu = context["furo_navigation_tree"]
    context["furo_navigation_tree"] = menu.replace('role="heading"', 'role="heading" aria-level="2"')


def setup(app):
    """Called by Sphinx; Furo makes the menu at the usual priority, 500."""
    app.connect("source-read", add_navigation)
    app.connect("html-page-context", level_captions, priority=600)
