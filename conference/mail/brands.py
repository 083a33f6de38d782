"""How the mails of an event look: its name, its colour by day and by night, its logo. Which event
that is, others say."""

from dataclasses import dataclass

from conference.web.colours import TEXT, visible

OURS, OURS_BY_NIGHT = "#005a69", "#70d5db"
LOGO_ID = "logo@conference"


@dataclass(frozen=True)
class Theme:
    """`accent` can be read on `sheet`, and `sheet` on it."""

    ground: str
    sheet: str
    ink: str
    soft: str
    rule: str
    accent: str


@dataclass(frozen=True)
class Logo:
    """A PNG, which all mail programs know, and the size it is shown in."""

    content: bytes
    width: int
    height: int


@dataclass(frozen=True)
class Brand:
    """`about`: stands below the name. `colour`: "#rrggbb", or "" for ours."""

    name: str = ""
    about: str = ""
    colour: str = ""
    logo: Logo | None = None

    @property
    def day(self) -> Theme:
        accent = visible(self.colour or OURS, "#ffffff", TEXT)
        return Theme("#eef5f6", "#ffffff", "#06212e", "#3f5863", "#c7d6d9", accent)

    @property
    def night(self) -> Theme:
        accent = visible(self.colour or OURS_BY_NIGHT, "#091f27", TEXT)
        return Theme("#04151c", "#091f27", "#eaf2f3", "#a8bcbf", "#243d47", accent)
