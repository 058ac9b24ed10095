"""The page's colours and fonts, on gradio's own theming: a newspaper's reading room, by day and by night.

Colours are set here, once, in pairs; style.css uses them through gradio's variables. Fonts are names of fonts that
systems bring with them, so that nothing is fetched. Left out: layout (see style.css).
"""

from typing import Final

from ui.gradio_setup import gr

SANS: Final = ("PingFang SC", "Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "sans-serif")
MONO: Final = ("DejaVu Sans Mono", "Consolas", "Menlo", "monospace")

# By day and by night; text on its background has a contrast of at least 4.5, as WCAG AA asks.
DESK: Final = ("#f3eee3", "#171512")
PAPER: Final = ("#fdfbf6", "#211e1a")
TINT: Final = ("#ece5d6", "#2c2823")
RULE: Final = ("#d9cfbb", "#3d3831")
INK: Final = ("#262019", "#ebe4d6")
FADED: Final = ("#6b6152", "#aca291")
SEAL: Final = ("#9a2d1e", "#e8917c")
SEAL_DEEP: Final = ("#7c2116", "#f0a795")
STAMP: Final = ("#9a2d1e", "#b0402e")
STAMP_DEEP: Final = ("#7c2116", "#983324")


def newspaper_theme() -> gr.themes.Base:
    """The theme that the page is launched with."""
    theme = gr.themes.Base(
        font=SANS, font_mono=MONO, radius_size=gr.themes.sizes.radius_sm, text_size=gr.themes.sizes.text_lg
    )
    return theme.set(
        **_pair("body_background_fill", DESK),
        **_pair("background_fill_primary", PAPER),
        **_pair("background_fill_secondary", TINT),
        **_pair("block_background_fill", PAPER),
        **_pair("body_text_color", INK),
        **_pair("body_text_color_subdued", FADED),
        **_pair("border_color_primary", RULE),
        **_pair("border_color_accent", SEAL),
        **_pair("block_border_color", RULE),
        **_pair("link_text_color", SEAL),
        **_pair("link_text_color_hover", SEAL_DEEP),
        **_pair("link_text_color_visited", SEAL),
        **_pair("link_text_color_active", SEAL_DEEP),
        color_accent=SEAL[0],
        **_pair("color_accent_soft", TINT),
        **_pair("block_title_text_color", INK),
        **_pair("block_label_text_color", FADED),
        **_pair("block_info_text_color", INK),
        **_pair("input_background_fill", PAPER),
        **_pair("input_border_color", RULE),
        **_pair("input_border_color_focus", SEAL),
        **_pair("input_placeholder_color", FADED),
        input_border_width="1px",
        input_border_width_dark="1px",
        button_border_width="0px",
        button_border_width_dark="0px",
        **_pair("button_primary_background_fill", STAMP),
        **_pair("button_primary_background_fill_hover", STAMP_DEEP),
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        **_pair("loader_color", SEAL),
    )


def _pair(name: str, colours: tuple[str, str]) -> dict[str, str]:
    """Gradio's two settings for a colour: by day and by night."""
    return {name: colours[0], f"{name}_dark": colours[1]}
